-- What listens to the events: how far each has come, what it makes of them, and what it could not handle.

-- All events of the partition up to the position are handled by the subscriber.
CREATE TABLE subscriptions (
    subscriber text COLLATE "C" NOT NULL,
    part       int              NOT NULL,
    position   bigint           NOT NULL,
    PRIMARY KEY (subscriber, part)
) WITH (fillfactor = 30);

-- What each bot did within an hour (UTC). Milliseconds; reply_*: of the replies whose person's wait is known.
CREATE TABLE metrics_data (
    bot_id          text COLLATE "C" NOT NULL,
    hour            timestamptz      NOT NULL,
    received        bigint           NOT NULL DEFAULT 0,
    sent            bigint           NOT NULL DEFAULT 0,
    uncertain       bigint           NOT NULL DEFAULT 0,
    failed          bigint           NOT NULL DEFAULT 0,
    flood_waits     bigint           NOT NULL DEFAULT 0,
    replies         bigint           NOT NULL DEFAULT 0,
    reply_ms        bigint           NOT NULL DEFAULT 0,
    slowest_reply_ms bigint          NOT NULL DEFAULT 0,
    input_tokens    bigint           NOT NULL DEFAULT 0,
    output_tokens   bigint           NOT NULL DEFAULT 0,
    PRIMARY KEY (bot_id, hour)
) WITH (fillfactor = 70);

CREATE TABLE dead_events (
    id         bigint           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber text COLLATE "C" NOT NULL,
    seq        bigint           NOT NULL,
    bot_id     text COLLATE "C" NOT NULL,
    chat_id    bigint,
    type       text             NOT NULL,
    at         timestamptz      NOT NULL,
    data       json             NOT NULL,
    reason     text             NOT NULL,
    tries      int              NOT NULL,
    failed_at  timestamptz      NOT NULL,
    UNIQUE (subscriber, seq)
);

CREATE INDEX dead_events_bot ON dead_events (bot_id, id);

SELECT guard_events('metrics_data'), guard_events('dead_events');

-- The part of the log that a bot's events are in: the same for all who read it.
CREATE FUNCTION event_partition(bot text) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ('x' || left(md5(bot), 1))::bit(4)::int
$$;

DROP FUNCTION read_events(bigint, bigint, text[], text[], int);

-- The event log over all bots; it holds ids and codes, never texts. The plan is made once: it must not be one for a log that is nearly empty.
CREATE FUNCTION read_events(after_seq bigint, up_to bigint, of_types text[], among text[], of_part int, most int)
RETURNS TABLE (seq bigint, type text, bot_id text, chat_id bigint, at timestamptz, data json)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
BEGIN
    RETURN QUERY
        SELECT e.seq, e.type, e.bot_id, e.chat_id, e.at, e.data FROM events e
        WHERE e.seq > after_seq AND e.seq <= up_to AND (of_types IS NULL OR e.type = ANY (of_types)) AND (among IS NULL OR e.bot_id = ANY (among))
            AND (of_part IS NULL OR event_partition(e.bot_id) = of_part)
        ORDER BY e.seq LIMIT most;
END
$$;

-- What handling events writes. Nothing is counted for a bot whose data is being erased.
CREATE FUNCTION store_effects(effects jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
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
END
$$;

-- Moves a subscription on with what was made of its events; false when it stands elsewhere: then nothing is written.
CREATE FUNCTION advance_subscription(named text, of_part int, from_seq bigint, to_seq bigint, effects jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
    UPDATE subscriptions s SET position = to_seq WHERE s.subscriber = named AND s.part = of_part AND s.position = from_seq;
    IF NOT FOUND THEN
        IF from_seq <> 0 THEN RETURN false; END IF;
        INSERT INTO subscriptions VALUES (named, of_part, to_seq) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN false; END IF;
    END IF;
    PERFORM store_effects(effects);
    RETURN true;
END
$$;

CREATE FUNCTION add_dead_event(named text, dead_seq bigint, bot text, chat bigint, kind text, happened timestamptz, said json, why text, tried int)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    INSERT INTO dead_events AS d (subscriber, seq, bot_id, chat_id, type, at, data, reason, tries, failed_at)
        SELECT named, dead_seq, bot, chat, kind, happened, said, why, tried, clock()
        WHERE kind = 'BotRemoved' OR EXISTS (SELECT FROM bots b WHERE b.bot_id = bot AND NOT b.erasing)
    ON CONFLICT (subscriber, seq) DO UPDATE SET reason = excluded.reason, tries = d.tries + excluded.tries, failed_at = excluded.failed_at
$$;

CREATE FUNCTION read_dead_events(one bigint, after_id bigint, named text, among text[], most int)
RETURNS TABLE (id bigint, subscriber text, seq bigint, bot_id text, chat_id bigint, type text, at timestamptz, data json, reason text, tries int,
    failed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT d.id, d.subscriber, d.seq, d.bot_id, d.chat_id, d.type, d.at, d.data, d.reason, d.tries, d.failed_at FROM dead_events d
    WHERE (one IS NULL OR d.id = one) AND d.id > after_id AND (named IS NULL OR d.subscriber = named) AND (among IS NULL OR d.bot_id = ANY (among))
    ORDER BY d.id LIMIT most
$$;

-- Takes an event away that was put aside, with what handling it wrote; false when it was gone already: then nothing is written.
CREATE FUNCTION settle_dead_event(one bigint, effects jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
    DELETE FROM dead_events d WHERE d.id = one;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM store_effects(effects);
    RETURN true;
END
$$;
