-- What each bot's admin knows and is yet to be told, and the same of the fleet's; written with the positions of the subscriptions.
-- Codes and times, no texts of people.

CREATE TABLE notices (
    bot_id text COLLATE "C" PRIMARY KEY,
    state  json NOT NULL
) WITH (fillfactor = 50);

SELECT guard_events('notices');

-- Of many bots at once, and read by silos only.
CREATE TABLE fleet_notices (
    id    smallint PRIMARY KEY CHECK (id = 1),
    state json     NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION read_notices(of_part int) RETURNS TABLE (state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT n.state::text FROM notices n WHERE event_partition(n.bot_id) = of_part ORDER BY n.bot_id
$$;

CREATE OR REPLACE FUNCTION store_effects(effects jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO metrics_data AS m
        SELECT h.* FROM jsonb_to_recordset(effects -> 'hours') h(bot_id text, hour timestamptz, received bigint, sent bigint, uncertain bigint,
            failed bigint, flood_waits bigint, replies bigint, reply_ms bigint, slowest_reply_ms bigint, input_tokens bigint, output_tokens bigint)
        JOIN bots b ON b.bot_id = h.bot_id AND NOT b.erasing
        ORDER BY h.bot_id, h.hour
    ON CONFLICT (bot_id, hour) DO UPDATE SET received = m.received + excluded.received, sent = m.sent + excluded.sent,
        uncertain = m.uncertain + excluded.uncertain, failed = m.failed + excluded.failed, flood_waits = m.flood_waits + excluded.flood_waits,
        replies = m.replies + excluded.replies, reply_ms = m.reply_ms + excluded.reply_ms,
        slowest_reply_ms = GREATEST(m.slowest_reply_ms, excluded.slowest_reply_ms), input_tokens = m.input_tokens + excluded.input_tokens,
        output_tokens = m.output_tokens + excluded.output_tokens;
    INSERT INTO audit_log (at, actor, action, bot_id, detail)
        SELECT a.at, a.actor, a.action, a.bot_id, a.detail
        FROM jsonb_to_recordset(effects -> 'audit') a(at timestamptz, actor text, action text, bot_id text, detail json);
    DELETE FROM notices n USING jsonb_to_recordset(effects -> 'notices') f(bot_id text, state text) WHERE n.bot_id = f.bot_id AND f.state IS NULL;
    INSERT INTO notices
        SELECT f.bot_id, f.state::json FROM jsonb_to_recordset(effects -> 'notices') f(bot_id text, state text)
        JOIN bots b ON b.bot_id = f.bot_id AND NOT b.erasing
        WHERE f.state IS NOT NULL
        ORDER BY f.bot_id
    ON CONFLICT (bot_id) DO UPDATE SET state = excluded.state;
    INSERT INTO fleet_notices SELECT 1, (effects ->> 'fleet')::json WHERE effects ->> 'fleet' IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END
$$;

-- A notice (author 3) that comes again is recognized some turns back, as an operator's message is.
DO $$
DECLARE
    before text := pg_get_functiondef('turn_step(text, bigint, timestamptz, jsonb)'::regprocedure);
    after text := replace(before, 'by_author = 2', 'by_author IN (2, 3)');
BEGIN
    IF after = before THEN RAISE EXCEPTION 'turn_step is not as it was expected'; END IF;
    EXECUTE after;
END
$$;
