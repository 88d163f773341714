-- A message that has left is told with how long the person waited for it and what the model took. Only the two places change where that
-- event is written. A silo of an older build calls without the last three parameters, and its events are as they were.

-- What is not known is left out.
CREATE FUNCTION sent_data(message bigint, doubtful boolean, waited bigint, input int, output int) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '{"messageId":' || message || CASE WHEN doubtful THEN ',"uncertain":true' ELSE '' END || COALESCE(',"replyMs":' || waited, '')
        || COALESCE(',"inputTokens":' || input, '') || COALESCE(',"outputTokens":' || output, '') || '}'
$$;

-- Settles one attempt. Only the attempt on record counts, so a repeat, or an answer that comes too late, changes nothing. NULL: no such row.
CREATE OR REPLACE FUNCTION outcome_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    after smallint := (slice ->> 'state')::smallint;
    telegrams bigint := (slice ->> 'source')::bigint;
    why text := slice ->> 'code';
    m conversations := find_outbox(bot, chat, (slice ->> 'row')::bigint);
    doubtful boolean;
    c chats;
    step record;
BEGIN
    IF m.id IS NULL THEN RETURN NULL; END IF;
    IF m.state <> 1 OR m.attempt <> (slice ->> 'attempt')::int OR m.claim_epoch <> (slice ->> 'claimEpoch')::bigint THEN
        RETURN jsonb_build_object('row', outbox_json(m));
    END IF;

    c := load_chat(bot, chat);
    doubtful := m.uncertain OR (slice ->> 'uncertain')::boolean OR after = 3;
    IF doubtful AND NOT m.uncertain THEN
        PERFORM count_for(bot, 0, 0, 1, 0, 0);
    END IF;
    UPDATE conversations SET state = after, not_before = from_micros((slice ->> 'notBefore')::bigint), code = why, uncertain = doubtful,
        sent_id = CASE WHEN after = 0 THEN sent_id ELSE telegrams END, at = CASE WHEN after = 0 THEN conversations.at ELSE outcome_step.at END
    WHERE bot_id = bot AND chat_id = chat AND id = m.id;

    IF after <> 0 THEN
        c.open_out := c.open_out - 1;
        IF after = 2 OR (after <> 5 AND telegrams IS NOT NULL) THEN
            c.message_count := c.message_count + 1;
            c.last_activity_at := at;
            PERFORM count_for(bot, 0, 1, 0, 0, 0);
            PERFORM log_event(bot, chat, 'MessageSent', at, sent_data(
                m.id, doubtful, (slice ->> 'replyMs')::bigint, (slice ->> 'inputTokens')::int, (slice ->> 'outputTokens')::int));
        ELSIF after <> 5 THEN
            IF after = 4 THEN
                PERFORM count_for(bot, 0, 0, 0, 0, 1);
            END IF;
            PERFORM log_failure(bot, chat, m.id, COALESCE(why, 'reply.failed'), at);
        END IF;
    END IF;
    IF slice ? 'block' THEN
        step := change_mode(c, slice -> 'block', at);
        c := step.c;
    END IF;
    PERFORM save_chat(c);
    RETURN jsonb_build_object('row', outbox_json(find_outbox(bot, chat, m.id)));
END
$$;

-- As before (0003), with what the messages sent took (o_waited, o_input, o_output).
DROP FUNCTION commit_slices;
CREATE FUNCTION commit_slices(
    b_id text[], b_epoch bigint[], b_sealed boolean[],
    u_bot int[], u_cursor bigint[], u_updates int[],
    m_bot int[], m_chat bigint[], m_source bigint[], m_kind smallint[], m_reply bigint[], m_at timestamptz[], m_data bytea[],
    c_bot int[], c_chat bigint[], c_count int[], c_last int[], c_name text[], c_language text[],
    t_bot int[], t_chat bigint[], t_id uuid[], t_version bigint[], t_turn bigint[], t_answered bigint[], t_discloses boolean[],
    t_expires timestamptz[], t_parts int[],
    p_turn int[], p_part int[], p_now boolean[], p_data bytea[],
    o_bot int[], o_chat bigint[], o_row bigint[], o_attempt int[], o_epoch bigint[], o_source bigint[], o_code text[],
    s_bot int[], s_slice jsonb[],
    o_waited bigint[] DEFAULT NULL, o_input int[] DEFAULT NULL, o_output int[] DEFAULT NULL)
RETURNS TABLE (what "char", pos int, n bigint, part int, author smallint, attempt int, epoch bigint, claimed_at timestamptz, at timestamptz,
    data bytea, answer jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
-- The arrays are short and the tables long. Statistics are of no help: they are older than the rows, and the plans last. So each row that
-- is changed is looked up by its key in a sub-select of its own, which the planner can't turn into a walk through the table.
SET search_path = multibot, pg_temp
SET enable_seqscan = off
SET enable_mergejoin = off
SET enable_memoize = off
SET plan_cache_mode = force_generic_plan
SET lock_timeout = '2s'
AS $$
DECLARE
    now_at timestamptz;
    ok boolean[];
    all_ok boolean;
    base bigint;
    fresh boolean[];
    again int;
    a_pos int[] := '{}';
    a_bot int[] := '{}';
    a_turn bigint[] := '{}';
    a_before bigint[] := '{}';
BEGIN
    WITH held AS MATERIALIZED (
        SELECT l.bot_id, l.epoch, l.incarnation FROM bot_leases l WHERE l.bot_id = ANY (b_id) ORDER BY l.bot_id FOR NO KEY UPDATE SKIP LOCKED),
    verdict AS (
        SELECT g.ord, h.incarnation IS NOT NULL AND h.epoch = g.epoch AND b.bot_id IS NOT NULL AND b.removed_at IS NULL AS may,
            COALESCE(b.seal_messages = g.sealed, true) AS fits
        FROM unnest(b_id, b_epoch, b_sealed) WITH ORDINALITY g(id, epoch, sealed, ord)
        LEFT JOIN held h ON h.bot_id = g.id
        LEFT JOIN bots b ON b.bot_id = g.id)
    SELECT array_agg(COALESCE(v.may AND v.fits, false) ORDER BY v.ord), bool_and(COALESCE(v.may AND v.fits, false)) INTO ok, all_ok FROM verdict v;

    IF NOT all_ok THEN
        RETURN QUERY
            SELECT 'b'::"char", g.ord::int, COALESCE(l.epoch, 0),
                CASE WHEN l.incarnation IS NULL OR l.epoch <> g.epoch OR b.bot_id IS NULL OR b.removed_at IS NOT NULL THEN 1
                    WHEN b.seal_messages <> g.sealed THEN 2 ELSE 3 END,
                NULL::smallint, NULL::int, NULL::bigint, NULL::timestamptz, NULL::timestamptz, NULL::bytea, NULL::jsonb
            FROM unnest(b_id, b_epoch, b_sealed) WITH ORDINALITY g(id, epoch, sealed, ord)
            LEFT JOIN bot_leases l ON l.bot_id = g.id LEFT JOIN bots b ON b.bot_id = g.id
            WHERE NOT ok[g.ord];
    END IF;

    -- Drawn under the lock, so that the ids of a chat rise whichever silo writes.
    now_at := clock();
    base := next_block();
    RETURN QUERY SELECT 'n'::"char", 0, base, 0, NULL::smallint, NULL::int, NULL::bigint, NULL::timestamptz, now_at, NULL::bytea, NULL::jsonb;

    IF cardinality(m_bot) + cardinality(p_turn) > 4095 THEN
        RAISE EXCEPTION 'a group has more rows than a block of ids' USING ERRCODE = 'MB002';
    END IF;

    -- A bot with a message that is here already, or was edited before it came, has its batches looked at one by one.
    fresh := ok;
    IF cardinality(m_bot) > 0 THEN
        FOR again IN
            SELECT DISTINCT m.bot FROM unnest(m_bot, m_chat, m_source) m(bot, chat, source)
            CROSS JOIN LATERAL (
                SELECT FROM conversations k
                WHERE k.bot_id = b_id[m.bot] AND k.source_id = m.source AND k.chat_id = m.chat AND k.direction = 0 LIMIT 1) f
            WHERE ok[m.bot]
        LOOP
            fresh[again] := false;
            RETURN QUERY SELECT 'a'::"char", again, 0::bigint, NULL::int, NULL::smallint, NULL::int, NULL::bigint, NULL::timestamptz,
                NULL::timestamptz, NULL::bytea, NULL::jsonb;
        END LOOP;

        INSERT INTO conversations (id, bot_id, chat_id, direction, kind, source_id, reply_to, at, stored_at, message_data)
        SELECT base + m.ord, b_id[m.bot], m.chat, 0, m.kind, m.source, NULLIF(m.reply, 0), m.sent_at, now_at, m.bytes
        FROM unnest(m_bot, m_chat, m_source, m_kind, m_reply, m_at, m_data) WITH ORDINALITY m(bot, chat, source, kind, reply, sent_at, bytes, ord)
        WHERE fresh[m.bot];

        RETURN QUERY
            INSERT INTO chats AS h (bot_id, chat_id, version, last_in_id, message_count, last_activity_at, contact_name, language)
            SELECT b_id[c.bot], c.chat, c.added, base + c.last, c.added, now_at, c.name, c.spoken
            FROM unnest(c_bot, c_chat, c_count, c_last, c_name, c_language) c(bot, chat, added, last, name, spoken)
            WHERE fresh[c.bot]
            ON CONFLICT (bot_id, chat_id) DO UPDATE SET version = h.version + excluded.version, last_in_id = excluded.last_in_id,
                message_count = h.message_count + excluded.message_count, last_activity_at = excluded.last_activity_at,
                contact_name = COALESCE(excluded.contact_name, h.contact_name), language = COALESCE(excluded.language, h.language)
            RETURNING 'c'::"char", (h.last_in_id - base)::int, h.version, NULL::int, NULL::smallint, NULL::int, NULL::bigint,
                NULL::timestamptz, NULL::timestamptz, NULL::bytea, NULL::jsonb;

        INSERT INTO events (bot_id, chat_id, type, at, data)
        SELECT b_id[m.bot], m.chat, 'MessageReceived', now_at, ('{"messageId":' || base + m.ord || '}')::json
        FROM unnest(m_bot, m_chat) WITH ORDINALITY m(bot, chat, ord)
        WHERE fresh[m.bot];
    END IF;

    IF cardinality(t_bot) > 0 THEN
        WITH accepted AS (
            UPDATE chats h SET turn = h.turn + 1, turn_slice = t.id, disclosed = h.disclosed OR t.discloses,
                answered_before = h.answered_up_to, answered_up_to = GREATEST(h.answered_up_to, t.answered),
                open_turn = CASE WHEN h.open_out = 0 THEN h.turn + 1 ELSE h.open_turn END, open_out = h.open_out + t.parts
            FROM (
                SELECT u.*, f.spot FROM unnest(t_bot, t_chat, t_id, t_version, t_turn, t_answered, t_discloses, t_parts)
                    WITH ORDINALITY u(bot, chat, id, version, turn, answered, discloses, parts, ord)
                CROSS JOIN LATERAL (
                    SELECT k.ctid AS spot FROM chats k
                    WHERE k.bot_id = b_id[u.bot] AND k.chat_id = u.chat AND k.version = u.version AND k.turn = u.turn AND k.mode = 0 LIMIT 1) f
                WHERE ok[u.bot]) t
            WHERE h.ctid = t.spot
            RETURNING t.ord, t.bot, h.turn, CASE WHEN h.answered_up_to > h.answered_before THEN h.answered_before END AS before)
        SELECT COALESCE(array_agg(a.ord::int), '{}'), COALESCE(array_agg(a.bot), '{}'), COALESCE(array_agg(a.turn), '{}'), COALESCE(array_agg(a.before), '{}')
        INTO a_pos, a_bot, a_turn, a_before FROM accepted a;

        INSERT INTO conversations (id, bot_id, chat_id, direction, author, state, turn, part, slice_id, attempt, claim_epoch, claimed_at, claim_id,
            expires_at, answers_from, answers_to, at, stored_at, message_data)
        SELECT base + cardinality(m_bot) + p.ord, b_id[a.bot], t_chat[a.pos], 1, 1, p.now::int, a.turn, p.part, t_id[a.pos], p.now::int,
            CASE WHEN p.now THEN b_epoch[a.bot] ELSE 0 END, CASE WHEN p.now THEN now_at END, CASE WHEN p.now THEN t_id[a.pos] END,
            t_expires[a.pos], a.before + 1, CASE WHEN a.before IS NOT NULL THEN t_answered[a.pos] END, now_at, now_at, p.bytes
        FROM unnest(p_turn, p_part, p_now, p_data) WITH ORDINALITY p(turn_at, part, now, bytes, ord)
        JOIN unnest(a_pos, a_bot, a_turn, a_before) a(pos, bot, turn, before) ON a.pos = p.turn_at;

        RETURN QUERY
            SELECT 't'::"char", a.pos, a.turn, NULL::int, NULL::smallint, NULL::int, NULL::bigint, NULL::timestamptz, NULL::timestamptz,
                NULL::bytea, NULL::jsonb
            FROM unnest(a_pos, a_turn) a(pos, turn);
    END IF;

    IF cardinality(o_bot) > 0 THEN
        RETURN QUERY
            WITH settled AS (
                UPDATE conversations m SET state = 2, sent_id = o.source, code = o.why, not_before = NULL, at = now_at
                FROM (
                    SELECT u.*, f.spot FROM unnest(o_bot, o_chat, o_row, o_attempt, o_epoch, o_source, o_code, o_waited, o_input, o_output)
                        WITH ORDINALITY u(bot, chat, id, attempt, epoch, source, why, waited, input, output, ord)
                    CROSS JOIN LATERAL (
                        -- The cast keeps the planner from the partial indexes, which don't lead to an id.
                        SELECT k.ctid AS spot FROM conversations k
                        WHERE k.bot_id = b_id[u.bot] AND k.chat_id = u.chat AND k.id = u.id AND k.direction::int = 1 AND k.state = 1
                            AND k.attempt = u.attempt AND k.claim_epoch = u.epoch AND NOT k.uncertain LIMIT 1) f
                    WHERE ok[u.bot]) o
                WHERE m.ctid = o.spot
                RETURNING o.ord, o.waited, o.input, o.output, m.bot_id, m.chat_id, m.id, m.turn, m.part, m.author, m.attempt, m.claim_epoch, m.claimed_at,
                    m.message_data),
            closed AS (
                UPDATE chats h SET open_out = h.open_out - 1, message_count = h.message_count + 1, last_activity_at = now_at
                FROM settled d CROSS JOIN LATERAL (
                    SELECT k.ctid AS spot FROM chats k WHERE k.bot_id = d.bot_id AND k.chat_id = d.chat_id LIMIT 1) f
                WHERE h.ctid = f.spot),
            told AS (
                INSERT INTO events (bot_id, chat_id, type, at, data)
                SELECT d.bot_id, d.chat_id, 'MessageSent', now_at, sent_data(d.id, false, d.waited, d.input, d.output)::json FROM settled d),
            counted AS (
                UPDATE telegram_sessions s SET sent = s.sent + d.messages
                FROM (SELECT bot_id, count(*) AS messages FROM settled GROUP BY bot_id) d WHERE s.bot_id = d.bot_id)
            SELECT 'o'::"char", d.ord::int, d.turn, d.part, d.author, d.attempt, d.claim_epoch, d.claimed_at, NULL::timestamptz, d.message_data, NULL::jsonb
            FROM settled d;
    END IF;

    IF cardinality(u_bot) > 0 THEN
        UPDATE telegram_sessions s SET cursor = u.next, cursor_at = now_at, received = s.received + u.updates,
            last_update_at = CASE WHEN u.updates > 0 THEN now_at ELSE s.last_update_at END
        FROM unnest(u_bot, u_cursor, u_updates) u(bot, next, updates)
        WHERE fresh[u.bot] AND s.bot_id = b_id[u.bot];
    END IF;

    FOR i IN 1 .. cardinality(s_bot) LOOP
        IF ok[s_bot[i]] THEN
            RETURN QUERY
                SELECT 's'::"char", i, 0::bigint, NULL::int, NULL::smallint, NULL::int, NULL::bigint, NULL::timestamptz, NULL::timestamptz,
                    NULL::bytea, slice_step(b_id[s_bot[i]], b_epoch[s_bot[i]], now_at, s_slice[i]);
        END IF;
    END LOOP;
END
$$;

-- Until the doors are handed over, silos that run may call this one already: it must see what they may.
GRANT CREATE ON SCHEMA multibot TO multibot_door;
ALTER FUNCTION commit_slices OWNER TO multibot_door;
REVOKE CREATE ON SCHEMA multibot FROM multibot_door;
