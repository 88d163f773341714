-- Why a bot wrote or stayed silent, and what it means to do by itself.

-- One row for each decision, with what it was made from and, under the codec of the messages, what the model saw.
CREATE TABLE decisions (
    bot_id  text COLLATE "C" NOT NULL,
    id      bigint           NOT NULL,
    chat_id bigint           NOT NULL,
    turn    bigint           NOT NULL,
    kind    smallint         NOT NULL,
    reason  text             NOT NULL,
    at      timestamptz      NOT NULL,
    inputs  json             NOT NULL,
    prompt  bytea,
    PRIMARY KEY (bot_id, id)
);

CREATE INDEX decisions_chat ON decisions (bot_id, chat_id, id);
CREATE INDEX decisions_age ON decisions USING brin (at);

-- What is planned for a chat that nobody wrote in, at most one thing, and how much was written there unasked. version and turn: the chat that
-- it was planned for; another one, and it has to be planned anew. heard_up_to: what the person had written when «unanswered» was counted.
CREATE TABLE initiatives (
    bot_id      text COLLATE "C" NOT NULL,
    chat_id     bigint           NOT NULL,
    revision    bigint           NOT NULL,
    slice_id    uuid             NOT NULL,
    version     bigint           NOT NULL,
    turn        bigint           NOT NULL,
    kind        smallint,
    due_at      timestamptz,
    planned_at  timestamptz,
    last_at     timestamptz,
    unanswered  integer          NOT NULL DEFAULT 0,
    heard_up_to bigint           NOT NULL DEFAULT 0,
    day         integer          NOT NULL DEFAULT 0,
    day_count   integer          NOT NULL DEFAULT 0,
    PRIMARY KEY (bot_id, chat_id)
);

CREATE INDEX initiatives_due ON initiatives (bot_id, due_at) WHERE due_at IS NOT NULL;

SELECT guard_events('decisions'), guard_events('initiatives');

-- How much a bot wrote unasked on the newest day (of the persona's calendar, counted from 0001-01-01) on which it did.
ALTER TABLE telegram_sessions ADD COLUMN first_day integer NOT NULL DEFAULT 0, ADD COLUMN first_count integer NOT NULL DEFAULT 0;

-- A message that nobody asked for leaves only while the chat is in the version it was written for. entities: Telegram's, as JSON.
ALTER TABLE conversations ADD COLUMN for_version bigint, ADD COLUMN entities text;

-- decision: { "kind", "reason", "inputs": text, "prompt"?: hex }; none: nothing is told.
CREATE FUNCTION log_decision(bot text, chat bigint, of_turn bigint, decision jsonb, at timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO decisions (bot_id, id, chat_id, turn, kind, reason, at, inputs, prompt)
    SELECT bot, next_block() + 1, chat, of_turn, (decision ->> 'kind')::smallint, decision ->> 'reason', at, (decision ->> 'inputs')::json,
        decode(decision ->> 'prompt', 'hex')
    WHERE jsonb_typeof(decision) = 'object'
$$;

-- One more unasked, if the bot's day has room for it.
CREATE FUNCTION count_first(bot text, today int, most int) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    UPDATE telegram_sessions SET first_count = CASE WHEN first_day = today THEN first_count + 1 ELSE 1 END, first_day = today
    WHERE bot_id = bot AND most > 0 AND (first_day < today OR (first_day = today AND first_count < most));
    RETURN FOUND;
END
$$;

-- A plan for a chat, from the state it was made from. NULL: conflict. A repeat answers as the first time.
CREATE FUNCTION initiative_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    basis bigint := (slice ->> 'revision')::bigint;
    own uuid := (slice ->> 'id')::uuid;
    stored bigint;
BEGIN
    SELECT i.revision INTO stored FROM initiatives i WHERE i.bot_id = bot AND i.chat_id = chat AND i.slice_id = own;
    IF stored IS NOT NULL THEN RETURN jsonb_build_object('revision', stored); END IF;
    IF NOT EXISTS (
        SELECT FROM chats c
        WHERE c.bot_id = bot AND c.chat_id = chat AND c.version = (slice ->> 'version')::bigint AND c.turn = (slice ->> 'turn')::bigint)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO initiatives AS i (bot_id, chat_id, revision, slice_id, version, turn, kind, due_at, planned_at)
    VALUES (bot, chat, basis + 1, own, (slice ->> 'version')::bigint, CASE WHEN slice ? 'again' THEN -1 ELSE (slice ->> 'turn')::bigint END, (slice ->> 'kind')::smallint,
        from_micros((slice ->> 'due')::bigint), from_micros((slice ->> 'planned')::bigint))
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET revision = excluded.revision, slice_id = excluded.slice_id, version = excluded.version,
        turn = excluded.turn, kind = excluded.kind, due_at = excluded.due_at, planned_at = excluded.planned_at
    WHERE i.revision = basis
    RETURNING i.revision INTO stored;
    IF stored IS NULL THEN RETURN NULL; END IF;
    PERFORM log_decision(bot, chat, (slice ->> 'turn')::bigint, slice -> 'decision', at);
    RETURN jsonb_build_object('revision', stored);
END
$$;

-- Takes what is planned: written now, counted for the chat and for the bot. False: the plan or the bot's day is another by now.
CREATE FUNCTION take_initiative(c chats, claim jsonb, own uuid, at timestamptz) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    basis bigint := (claim ->> 'revision')::bigint;
BEGIN
    INSERT INTO initiatives AS i (bot_id, chat_id, revision, slice_id, version, turn, last_at, unanswered, heard_up_to, day, day_count)
    VALUES (c.bot_id, c.chat_id, basis + 1, own, c.version, c.turn, at, (claim ->> 'unanswered')::int, greatest(c.last_in_id, c.answered_up_to),
        (claim ->> 'day')::int, (claim ->> 'dayCount')::int)
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET revision = excluded.revision, slice_id = excluded.slice_id, version = excluded.version,
        turn = excluded.turn, kind = NULL, due_at = NULL, planned_at = NULL, last_at = excluded.last_at, unanswered = excluded.unanswered,
        heard_up_to = excluded.heard_up_to, day = excluded.day, day_count = excluded.day_count
    WHERE i.revision = basis;
    RETURN FOUND AND count_first(c.bot_id, (claim ->> 'botDay')::int, (claim ->> 'most')::int);
END
$$;

-- As before (0002), and it tells why the persona is silent from now on.
CREATE OR REPLACE FUNCTION change_mode(INOUT c chats, command jsonb, at timestamptz, OUT refused boolean, OUT changed boolean, OUT cancelled int)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    before smallint := c.mode;
    after smallint := (command -> 'after' ->> before::int)::smallint;
BEGIN
    refused := after IS NULL;
    changed := COALESCE(after <> before, false);
    cancelled := 0;
    IF refused THEN RETURN; END IF;
    -- Whoever opts out again (mode 3) may have written in between; a second hand-back must not swallow what came after the first.
    IF (command ->> 'forgets')::boolean AND (changed OR after = 3) THEN
        c := forget_unanswered(c);
    END IF;
    IF NOT changed THEN RETURN; END IF;

    c.mode := after;
    c.version := c.version + 1;
    IF c.open_out > 0 THEN
        UPDATE conversations SET state = 5, code = 'chat.mode'
        WHERE bot_id = c.bot_id AND chat_id = c.chat_id AND turn >= c.open_turn AND direction = 1 AND state = 0
            AND NOT command -> 'senders' -> after::int @> to_jsonb(author);
        GET DIAGNOSTICS cancelled = ROW_COUNT;
        c.open_out := c.open_out - cancelled;
    END IF;
    PERFORM log_event(c.bot_id, c.chat_id, 'ChatModeChanged', at, command -> 'events' ->> before::int);
    -- From here on the persona is silent; why, is told once and not for each message.
    PERFORM log_decision(c.bot_id, c.chat_id, c.turn, command -> 'silences' -> after::int, at);
END
$$;

-- As before (0002), with the decision, and with a plan that is carried out.
CREATE OR REPLACE FUNCTION turn_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    -- How many turns back an operator's repeated slice is recognized; between, the persona may have taken turns.
    remembered CONSTANT int := 64;
    c chats := load_chat(bot, (slice ->> 'chat')::bigint);
    own uuid := (slice ->> 'id')::uuid;
    by_author smallint := (slice ->> 'by')::smallint;
    parts jsonb := slice -> 'parts';
    answers_from bigint;
    answers_to bigint;
    applied bigint;
    block bigint;
    mark jsonb;
    found_state smallint;
BEGIN
    IF c.turn_slice = own AND (NOT slice ? 'version' OR (slice ->> 'turn')::bigint + 1 = c.turn) THEN
        applied := c.turn;
    ELSIF by_author IN (2, 3) AND c.turn > 0 THEN
        SELECT turn INTO applied FROM conversations
        WHERE bot_id = bot AND chat_id = c.chat_id AND turn > c.turn - remembered AND direction = 1 AND slice_id = own LIMIT 1;
    END IF;
    IF applied IS NOT NULL THEN
        RETURN jsonb_build_object('turn', applied, 'rows', turn_rows(bot, c.chat_id, applied));
    END IF;
    IF slice ? 'version' AND ((slice ->> 'version')::bigint <> c.version OR (slice ->> 'turn')::bigint <> c.turn) THEN RETURN NULL; END IF;
    IF jsonb_array_length(parts) > 0 AND NOT slice -> 'senders' -> c.mode::int @> to_jsonb(by_author) THEN RETURN NULL; END IF;
    IF slice ? 'initiative' THEN
        IF from_micros((slice ->> 'expires')::bigint) <= at THEN RETURN NULL; END IF;
        -- Both are taken back when one of them is refused.
        BEGIN
            IF NOT take_initiative(c, slice -> 'initiative', own, at) THEN
                RAISE EXCEPTION 'another plan, or a full day' USING ERRCODE = 'MB003';
            END IF;
        EXCEPTION WHEN SQLSTATE 'MB003' THEN
            RETURN NULL;
        END;
    END IF;

    c.turn := c.turn + 1;
    c.turn_slice := own;
    c.disclosed := c.disclosed OR (slice ->> 'discloses')::boolean;
    c.answered_before := c.answered_up_to;
    IF (slice ->> 'answered')::bigint > c.answered_up_to THEN
        answers_from := c.answered_up_to + 1;
        answers_to := (slice ->> 'answered')::bigint;
        c.answered_up_to := answers_to;
    END IF;
    FOR mark IN SELECT k FROM jsonb_array_elements(slice -> 'marks') k LOOP
        SELECT state INTO found_state FROM conversations
        WHERE bot_id = bot AND chat_id = c.chat_id AND id = (mark ->> 'id')::bigint AND direction = 0 AND entry = 0;
        IF FOUND THEN
            c := mark_message(c, (mark ->> 'id')::bigint, found_state, (mark ->> 'state')::smallint, mark ->> 'code', at);
        END IF;
    END LOOP;
    IF jsonb_array_length(slice -> 'marks') > 0 THEN
        c := find_last_waiting(c);
    END IF;

    IF jsonb_array_length(parts) > 0 THEN
        IF c.open_out = 0 THEN c.open_turn := c.turn; END IF;
        c.open_out := c.open_out + jsonb_array_length(parts);
        block := next_block();
        INSERT INTO conversations (id, bot_id, chat_id, direction, author, state, turn, part, slice_id, attempt, claim_epoch, claimed_at, claim_id,
            expires_at, answers_from, answers_to, at, stored_at, message_data, for_version, entities)
        SELECT block + p.ord, bot, c.chat_id, 1, by_author, p.now::int, c.turn, p.ord - 1, own, p.now::int,
            CASE WHEN p.now THEN epoch ELSE 0 END, CASE WHEN p.now THEN at END, CASE WHEN p.now THEN own END,
            from_micros((slice ->> 'expires')::bigint), answers_from, answers_to, at, at, p.data,
            CASE WHEN slice ? 'initiative' THEN c.version END, p.entities
        FROM (SELECT ord, (u ->> 'now')::boolean AS now, decode(u ->> 'data', 'hex') AS data, u ->> 'entities' AS entities
            FROM jsonb_array_elements(parts) WITH ORDINALITY a(u, ord)) p;
    END IF;
    PERFORM log_decision(bot, c.chat_id, c.turn, slice -> 'decision', at);
    PERFORM save_chat(c);
    RETURN jsonb_build_object('turn', c.turn, 'rows', turn_rows(bot, c.chat_id, c.turn));
END
$$;

-- As before (0002), and what nobody asked for does not leave once the chat has moved on.
CREATE OR REPLACE FUNCTION claim_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    next_attempt int := (slice ->> 'attempt')::int;
    own uuid := (slice ->> 'id')::uuid;
    m conversations := find_outbox(bot, chat, (slice ->> 'row')::bigint);
    c chats;
    refusal text;
    answered record;
BEGIN
    IF m.id IS NULL THEN RETURN NULL; END IF;
    IF m.state = 1 AND m.attempt = next_attempt AND m.claim_epoch = epoch AND m.claim_id = own THEN
        RETURN jsonb_build_object('row', outbox_json(m));
    END IF;
    IF m.state <> 0 OR m.attempt <> next_attempt - 1 THEN
        RETURN jsonb_build_object('row', outbox_json(m), 'refused', COALESCE(m.code, 'send.not_pending'));
    END IF;

    c := load_chat(bot, chat);
    IF NOT slice -> 'senders' -> c.mode::int @> to_jsonb(m.author) THEN
        refusal := 'chat.mode';
    ELSIF m.for_version <> c.version THEN
        refusal := 'chat.moved_on';
    ELSIF m.expires_at <= at THEN
        refusal := 'reply.too_old';
        -- The messages this turn was to answer are overdue, unless another part of it reached the person or may have.
        IF m.answers_to IS NOT NULL AND NOT EXISTS (
            SELECT FROM conversations o
            WHERE o.bot_id = bot AND o.chat_id = chat AND o.turn = m.turn AND o.direction = 1 AND (o.uncertain OR o.state IN (1, 2, 3)))
        THEN
            FOR answered IN
                SELECT id, state FROM conversations
                WHERE bot_id = bot AND chat_id = chat AND id BETWEEN m.answers_from AND m.answers_to AND direction = 0 AND entry = 0
                    AND NOT deleted AND state IN (0, 1, 2)
            LOOP
                c := mark_message(c, answered.id, answered.state, 5::smallint, 'reply.too_old', at);
            END LOOP;
        END IF;
    END IF;
    IF refusal IS NOT NULL THEN
        UPDATE conversations SET state = 5, code = refusal WHERE bot_id = bot AND chat_id = chat AND id = m.id;
        c.open_out := c.open_out - 1;
        PERFORM save_chat(c);
        m.state := 5;
        RETURN jsonb_build_object('row', outbox_json(m), 'refused', refusal);
    END IF;

    UPDATE conversations SET state = 1, attempt = next_attempt, claim_epoch = epoch, claimed_at = claim_step.at, claim_id = own
    WHERE bot_id = bot AND chat_id = chat AND id = m.id;
    RETURN jsonb_build_object('row', outbox_json(find_outbox(bot, chat, m.id)));
END
$$;

CREATE OR REPLACE FUNCTION outbox_json(m conversations) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', m.id, 'turn', m.turn, 'part', m.part, 'data', encode(m.message_data, 'hex'), 'author', m.author,
        'state', m.state, 'attempt', m.attempt, 'epoch', m.claim_epoch, 'claimedAt', micros(m.claimed_at),
        'notBefore', micros(m.not_before), 'uncertain', m.uncertain, 'entities', m.entities)
$$;

CREATE OR REPLACE FUNCTION slice_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    CASE slice ->> 'is'
    WHEN 'receive' THEN RETURN receive_step(bot, at, slice);
    WHEN 'turn' THEN RETURN turn_step(bot, epoch, at, slice);
    WHEN 'claim' THEN RETURN claim_step(bot, epoch, at, slice);
    WHEN 'outcome' THEN RETURN outcome_step(bot, at, slice);
    WHEN 'mode' THEN RETURN mode_step(bot, at, slice);
    WHEN 'parked' THEN RETURN parked_step(bot, at, slice);
    WHEN 'status' THEN RETURN status_step(bot, at, slice);
    WHEN 'memory' THEN RETURN memory_step(bot, at, slice);
    WHEN 'initiative' THEN RETURN initiative_step(bot, at, slice);
    END CASE;
END
$$;

-- As before (0013), with the decisions behind the turns (d_).
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
    o_waited bigint[] DEFAULT NULL, o_input int[] DEFAULT NULL, o_output int[] DEFAULT NULL,
    d_turn int[] DEFAULT NULL, d_kind smallint[] DEFAULT NULL, d_reason text[] DEFAULT NULL, d_inputs text[] DEFAULT NULL, d_prompt bytea[] DEFAULT NULL)
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

    IF cardinality(m_bot) + cardinality(p_turn) + COALESCE(cardinality(d_turn), 0) > 4095 THEN
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

        INSERT INTO decisions (bot_id, id, chat_id, turn, kind, reason, at, inputs, prompt)
        SELECT b_id[a.bot], base + cardinality(m_bot) + cardinality(p_turn) + d.ord, t_chat[a.pos], a.turn, d.kind, d.reason, now_at, d.inputs::json, d.prompt
        FROM unnest(d_turn, d_kind, d_reason, d_inputs, d_prompt) WITH ORDINALITY d(turn_at, kind, reason, inputs, prompt, ord)
        JOIN unnest(a_pos, a_bot, a_turn) a(pos, bot, turn) ON a.pos = d.turn_at;

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

-- Chats of bots that write first, at rest, for which nothing is planned, or something for another state of theirs. Some at a time.
CREATE FUNCTION unplanned_chats(bot text, most int) RETURNS TABLE (chat_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT c.chat_id FROM chats c LEFT JOIN initiatives i ON i.bot_id = c.bot_id AND i.chat_id = c.chat_id
    WHERE c.bot_id = bot AND c.last_in_id <= c.answered_up_to AND c.requeued = 0 AND c.open_out = 0
        AND (i.bot_id IS NULL OR i.version <> c.version OR i.turn <> c.turn)
    LIMIT most
$$;

-- As before (0004), and with what is planned and due.
CREATE OR REPLACE FUNCTION unfinished_chats(ids text[]) RETURNS TABLE (bot_id text, chat_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT c.bot_id, c.chat_id FROM chats c
    WHERE c.bot_id = ANY (ids) AND (c.last_in_id > c.answered_up_to OR c.requeued > 0 OR c.open_out > 0)
    UNION
    SELECT i.bot_id, i.chat_id FROM initiatives i WHERE i.bot_id = ANY (ids) AND i.due_at <= (SELECT clock())
    ORDER BY 1, 2
$$;

-- Deletes old decisions, a chunk at a time. Rows that somebody else holds are left to the next call.
CREATE FUNCTION forget_decisions(keep int, most int) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    WITH gone AS (
        DELETE FROM decisions WHERE ctid = ANY (ARRAY(
            SELECT d.ctid FROM decisions d WHERE d.at < (SELECT clock() - keep * interval '1 day') LIMIT most FOR UPDATE SKIP LOCKED))
        RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- Until the doors are handed over, silos that run may call this one already: it must see what they may.
GRANT CREATE ON SCHEMA multibot TO multibot_door;
ALTER FUNCTION commit_slices OWNER TO multibot_door;
REVOKE CREATE ON SCHEMA multibot FROM multibot_door;
