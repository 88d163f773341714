-- One slice at a time: every kind, every special case. The steps mirror those of the other database; what mode follows on which
-- command, and who may send in which mode, comes with each slice, so that the rules stand in one place only.
-- Called by commit_slices as multibot_door, under the lock on the bot's lease.

-- inbox: 0 by the watermark, 1 received, 2 answered, 3 ignored, 4 parked, 5 overdue, 6 requeued
-- outbox: 0 pending, 1 sending, 2 sent, 3 uncertain, 4 rejected, 5 cancelled

-- The database's time, the one clock that leases and messages go by.
CREATE FUNCTION clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- Microseconds since 1970, the form in which times travel inside JSON.
CREATE FUNCTION micros(at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT (extract(epoch FROM at) * 1000000)::bigint';
CREATE FUNCTION from_micros(at bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT timestamptz '1970-01-01 00:00:00+00' + at * interval '1 microsecond'
$$;

-- Ids of one commit: this plus 1, 2, 3, …; a commit has far fewer rows than a block.
CREATE FUNCTION next_block() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT nextval('conversation_blocks') * 4096 $$;

CREATE FUNCTION log_event(bot text, chat bigint, type text, at timestamptz, data text) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO events (bot_id, chat_id, type, at, data) VALUES (bot, chat, type, at, data::json)
$$;

CREATE FUNCTION log_failure(bot text, chat bigint, message bigint, code text, at timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
    SELECT log_event(bot, chat, 'ReplyFailed', at, format('{"messageId":%s,"code":%s}', message, to_json(code)))
$$;

CREATE FUNCTION count_for(bot text, received bigint, sent bigint, uncertain bigint, parked bigint, rejected bigint) RETURNS void
LANGUAGE sql VOLATILE AS $$
    UPDATE telegram_sessions s SET received = s.received + count_for.received, sent = s.sent + count_for.sent,
        uncertain = s.uncertain + count_for.uncertain, parked = s.parked + count_for.parked, rejected = s.rejected + count_for.rejected
    WHERE bot_id = bot
$$;

-- A chat nobody has written in yet is version 0.
CREATE FUNCTION load_chat(bot text, chat bigint) RETURNS chats LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    c chats;
BEGIN
    SELECT * INTO c FROM chats WHERE bot_id = bot AND chat_id = chat;
    IF NOT FOUND THEN
        c := ROW(bot, chat, 0, 0, NULL, 0, 0, 0, 0, 0, 0, 0, false, NULL, NULL, 0, NULL)::chats;
    END IF;
    RETURN c;
END
$$;

CREATE FUNCTION save_chat(c chats) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO chats SELECT c.*
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET version = excluded.version, turn = excluded.turn, turn_slice = excluded.turn_slice,
        mode = excluded.mode, answered_up_to = excluded.answered_up_to, answered_before = excluded.answered_before,
        last_in_id = excluded.last_in_id, open_out = excluded.open_out, open_turn = excluded.open_turn, requeued = excluded.requeued,
        disclosed = excluded.disclosed, contact_name = excluded.contact_name, language = excluded.language,
        message_count = excluded.message_count, last_activity_at = excluded.last_activity_at
$$;

-- Moves a message of a person's from state to state; the chat's and the bot's counts and the list of the parked go with it.
CREATE FUNCTION mark_message(INOUT c chats, message bigint, before smallint, after smallint, why text, at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF before = after THEN RETURN; END IF;
    UPDATE conversations SET state = after, code = why WHERE bot_id = c.bot_id AND chat_id = c.chat_id AND id = message;
    c.requeued := c.requeued + (after = 6)::int - (before = 6)::int;
    IF (after IN (4, 5)) <> (before IN (4, 5)) THEN
        PERFORM count_for(c.bot_id, 0, 0, 0, CASE WHEN after IN (4, 5) THEN 1 ELSE -1 END, 0);
    END IF;
    IF after IN (4, 5, 6) THEN
        INSERT INTO parked_messages (bot_id, message_id, chat_id) VALUES (c.bot_id, message, c.chat_id) ON CONFLICT DO NOTHING;
    ELSIF before IN (4, 5, 6) THEN
        DELETE FROM parked_messages WHERE bot_id = c.bot_id AND message_id = message;
    END IF;
    IF after IN (4, 5) THEN
        PERFORM log_failure(c.bot_id, c.chat_id, message, COALESCE(why, 'reply.failed'), at);
    END IF;
END
$$;

-- All that waits for an answer, requeued messages too, will not get one.
CREATE FUNCTION forget_unanswered(INOUT c chats) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF c.last_in_id > c.answered_up_to THEN
        UPDATE conversations SET state = 3
        WHERE bot_id = c.bot_id AND chat_id = c.chat_id AND id > c.answered_up_to AND id <= c.last_in_id AND direction = 0 AND entry = 0
            AND state IN (0, 1);
        c.answered_up_to := c.last_in_id;
    END IF;
    IF c.requeued = 0 THEN RETURN; END IF;
    WITH forgotten AS (
        UPDATE conversations m SET state = 3 FROM parked_messages p
        WHERE p.bot_id = c.bot_id AND p.chat_id = c.chat_id AND m.bot_id = p.bot_id AND m.chat_id = p.chat_id AND m.id = p.message_id
            AND m.state = 6
        RETURNING m.id)
    DELETE FROM parked_messages p USING forgotten f WHERE p.bot_id = c.bot_id AND p.message_id = f.id;
    c.requeued := 0;
END
$$;

-- After single messages above the watermark were settled: does one of them still wait?
CREATE FUNCTION find_last_waiting(INOUT c chats) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF c.last_in_id <= c.answered_up_to THEN RETURN; END IF;
    SELECT COALESCE(max(id), c.answered_up_to) INTO c.last_in_id FROM conversations
    WHERE bot_id = c.bot_id AND chat_id = c.chat_id AND id > c.answered_up_to AND direction = 0 AND entry = 0 AND state IN (0, 1);
END
$$;

-- Changes who speaks in a chat, with all that follows. Repeating a command changes nothing more.
-- command: { "after": [mode or null, by present mode], "events": [by present mode], "forgets": bool, "senders": [[author], by mode] }
CREATE FUNCTION change_mode(INOUT c chats, command jsonb, at timestamptz, OUT refused boolean, OUT changed boolean, OUT cancelled int)
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
END
$$;

-- A message of ours as C# reads it.
CREATE FUNCTION outbox_json(m conversations) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', m.id, 'turn', m.turn, 'part', m.part, 'data', encode(m.message_data, 'hex'), 'author', m.author,
        'state', m.state, 'attempt', m.attempt, 'epoch', m.claim_epoch, 'claimedAt', micros(m.claimed_at),
        'notBefore', micros(m.not_before), 'uncertain', m.uncertain)
$$;

CREATE FUNCTION find_outbox(bot text, chat bigint, message bigint) RETURNS conversations LANGUAGE sql VOLATILE AS $$
    SELECT * FROM conversations WHERE bot_id = bot AND chat_id = chat AND id = message AND direction = 1
$$;

CREATE FUNCTION turn_rows(bot text, chat bigint, of_turn bigint) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
    SELECT COALESCE(jsonb_agg(outbox_json(m) ORDER BY m.part), '[]') FROM conversations m
    WHERE m.bot_id = bot AND m.chat_id = chat AND m.turn = of_turn AND m.direction = 1
$$;

-- A batch of updates and the cursor behind it. Tells of each chat touched: versions before and after, what waits, whether to read it anew.
CREATE FUNCTION receive_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    block bigint := next_block();
    told bigint[] := '{}';
    before bigint[] := '{}';
    anew boolean[] := '{}';
    waiting bigint[] := '{}';
    waiting_in bigint[] := '{}';
    stored int := 0;
    update jsonb;
    at_chat int;
    chat bigint;
    c chats;
    m conversations;
    fresh bigint;
    edit bigint;
    mark bigint;
    step record;
    moved record;
    source bigint;
BEGIN
    FOR update IN SELECT u FROM jsonb_array_elements(slice -> 'updates') u LOOP
        -- A deletion that names no chat may mean several; ids of channels and supergroups lie below the bound and always name theirs.
        FOR step IN
            SELECT (update ->> 'chat')::bigint AS chat, (s #>> '{}')::bigint AS source
            FROM jsonb_array_elements(CASE WHEN update ? 'sources' THEN update -> 'sources' ELSE jsonb_build_array(update -> 'source') END) s
            WHERE update ? 'chat'
            UNION ALL
            SELECT d.chat_id, d.source_id FROM jsonb_array_elements(update -> 'sources') s
            JOIN conversations d ON d.bot_id = bot AND d.source_id = (s #>> '{}')::bigint AND d.chat_id > -1000000000000 AND d.entry = 0 AND d.direction = 0
            WHERE NOT update ? 'chat'
        LOOP
            chat := step.chat;
            source := step.source;
            c := load_chat(bot, chat);
            m := NULL;
            fresh := NULL;
            IF update ->> 'is' = 'message' THEN
                block := block + 1;
                SELECT e.id INTO edit FROM conversations e
                WHERE e.bot_id = bot AND e.source_id = source AND e.chat_id = chat AND e.entry = 1 AND e.direction = 0
                ORDER BY e.edited_at DESC LIMIT 1;
                INSERT INTO conversations (id, bot_id, chat_id, direction, kind, source_id, reply_to, state, code, at, stored_at, message_data, edit_id)
                VALUES (block, bot, chat, 0, (update ->> 'kind')::smallint, source, (update ->> 'replyTo')::bigint,
                    CASE WHEN update ? 'unreadable' THEN 4 ELSE 0 END, update ->> 'unreadable', from_micros((update ->> 'at')::bigint),
                    at, decode(update ->> 'data', 'hex'), edit)
                ON CONFLICT DO NOTHING RETURNING id INTO fresh;
            ELSIF update ->> 'is' = 'edit' THEN
                block := block + 1;
                INSERT INTO conversations (id, bot_id, chat_id, direction, entry, kind, source_id, edited_at, at, stored_at, message_data)
                VALUES (block, bot, chat, 0, 1, (update ->> 'kind')::smallint, source, from_micros((update ->> 'at')::bigint),
                    from_micros((update ->> 'at')::bigint), at, decode(update ->> 'data', 'hex'))
                ON CONFLICT DO NOTHING RETURNING id INTO fresh;
            END IF;

            IF fresh IS NULL OR update ->> 'is' <> 'message' THEN
                SELECT * INTO m FROM conversations d
                WHERE d.bot_id = bot AND d.source_id = source AND d.chat_id = chat AND d.entry = 0 AND d.direction = 0;
                -- An edit of a message we never saw is kept, and shows should the message come after all; nobody need hear of it.
                CONTINUE WHEN m.id IS NULL AND update ->> 'is' <> 'member';
            END IF;

            at_chat := array_position(told, chat);
            IF at_chat IS NULL THEN
                told := told || chat;
                before := before || c.version;
                anew := anew || false;
                at_chat := cardinality(told);
            END IF;

            CASE update ->> 'is'
            WHEN 'message' THEN
                IF fresh IS NULL THEN
                    anew[at_chat] := true;
                    IF NOT m.deleted AND (m.state = 6 OR (m.state IN (0, 1) AND m.id > c.answered_up_to)) AND array_position(waiting, m.id) IS NULL THEN
                        waiting := waiting || m.id;
                        waiting_in := waiting_in || chat;
                    END IF;
                    CONTINUE;
                END IF;
                stored := stored + 1;
                c.version := c.version + 1;
                c.message_count := c.message_count + 1;
                c.last_activity_at := at;
                c.contact_name := COALESCE(update ->> 'name', c.contact_name);
                c.language := COALESCE(update ->> 'language', c.language);
                PERFORM log_event(bot, chat, 'MessageReceived', at, format('{"messageId":%s}', fresh));
                IF update ? 'unreadable' THEN
                    PERFORM count_for(bot, 0, 0, 0, 1, 0);
                    INSERT INTO parked_messages (bot_id, message_id, chat_id) VALUES (bot, fresh, chat) ON CONFLICT DO NOTHING;
                    PERFORM log_failure(bot, chat, fresh, update ->> 'unreadable', at);
                    anew[at_chat] := true;
                ELSE
                    -- What was written while nobody was to answer stays unanswered; the message that opts in is the first to be.
                    IF update ->> 'intent' = 'optIn' THEN
                        IF c.mode = 3 THEN
                            c := forget_unanswered(c);
                            waiting := ARRAY(SELECT w FROM unnest(waiting, waiting_in) u(w, i) WHERE i <> chat);
                            waiting_in := ARRAY(SELECT i FROM unnest(waiting_in) i WHERE i <> chat);
                        END IF;
                        moved := change_mode(c, slice -> 'commands' -> 'optIn', at);
                        c := moved.c;
                        anew[at_chat] := anew[at_chat] OR moved.changed;
                    END IF;
                    c.last_in_id := fresh;
                    waiting := waiting || fresh;
                    waiting_in := waiting_in || chat;
                    anew[at_chat] := anew[at_chat] OR edit IS NOT NULL;
                END IF;
            WHEN 'edit' THEN
                anew[at_chat] := true;
                CONTINUE WHEN fresh IS NULL;
                UPDATE conversations d SET edit_id = fresh
                WHERE d.bot_id = bot AND d.chat_id = chat AND d.id = m.id AND NOT EXISTS (
                    SELECT FROM conversations e
                    WHERE e.bot_id = bot AND e.chat_id = chat AND e.id = d.edit_id AND e.edited_at > from_micros((update ->> 'at')::bigint));
                c.version := c.version + 1;
            WHEN 'delete' THEN
                anew[at_chat] := true;
                CONTINUE WHEN m.deleted;
                IF m.state IN (4, 5, 6) OR (m.state IN (0, 1) AND m.id > c.answered_up_to) THEN
                    c := mark_message(c, m.id, m.state, 3::smallint, NULL, at);
                END IF;
                UPDATE conversations d SET deleted = true WHERE d.bot_id = bot AND d.chat_id = chat AND d.id = m.id;
                c := find_last_waiting(c);
                waiting_in := ARRAY(SELECT i FROM unnest(waiting, waiting_in) u(w, i) WHERE w <> m.id);
                waiting := array_remove(waiting, m.id);
                c.version := c.version + 1;
            ELSE NULL;
            END CASE;

            -- The words' own request comes first: whoever opts out is not answered any more, by this message or an earlier one.
            IF update ? 'command' THEN
                mark := c.answered_up_to;
                moved := change_mode(c, slice -> 'commands' -> (update ->> 'command'), at);
                c := moved.c;
                anew[at_chat] := anew[at_chat] OR moved.changed OR c.answered_up_to <> mark;
                IF c.answered_up_to <> mark THEN
                    waiting := ARRAY(SELECT w FROM unnest(waiting, waiting_in) u(w, i) WHERE i <> chat);
                    waiting_in := ARRAY(SELECT i FROM unnest(waiting_in) i WHERE i <> chat);
                END IF;
            END IF;
            IF fresh IS NOT NULL OR anew[at_chat] THEN
                PERFORM save_chat(c);
            END IF;
        END LOOP;
    END LOOP;

    UPDATE telegram_sessions s SET cursor = (slice ->> 'cursor')::bigint, cursor_at = at, received = s.received + stored,
        last_update_at = CASE WHEN jsonb_array_length(slice -> 'updates') > 0 THEN at ELSE s.last_update_at END
    WHERE s.bot_id = bot;

    RETURN jsonb_build_object('stored', stored, 'chats', (
        SELECT COALESCE(jsonb_agg(jsonb_build_object('chat', t.chat, 'from', t.version, 'version', n.version, 'reload', t.anew,
            'name', n.contact_name, 'language', n.language, 'messages', (
                SELECT COALESCE(jsonb_agg(jsonb_build_object('id', w.id, 'source', w.source_id, 'kind', COALESCE(e.kind, w.kind),
                    'data', encode(COALESCE(e.message_data, w.message_data), 'hex'), 'at', micros(w.at), 'storedAt', micros(w.stored_at),
                    'requeued', w.state = 6) ORDER BY p.ord), '[]')
                FROM unnest(waiting, waiting_in) WITH ORDINALITY p(id, chat, ord)
                JOIN conversations w ON w.bot_id = bot AND w.chat_id = p.chat AND w.id = p.id
                LEFT JOIN conversations e ON e.bot_id = bot AND e.chat_id = p.chat AND e.id = w.edit_id
                WHERE p.chat = t.chat)) ORDER BY t.ord), '[]')
        FROM unnest(told, before, anew) WITH ORDINALITY t(chat, version, anew, ord)
        JOIN chats n ON n.bot_id = bot AND n.chat_id = t.chat
        WHERE t.anew OR t.chat = ANY (waiting_in)));
END
$$;

-- A turn of ours: accepted only from the state it was made from, and only once. NULL: conflict.
CREATE FUNCTION turn_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
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
    ELSIF by_author = 2 AND c.turn > 0 THEN
        SELECT turn INTO applied FROM conversations
        WHERE bot_id = bot AND chat_id = c.chat_id AND turn > c.turn - remembered AND direction = 1 AND slice_id = own LIMIT 1;
    END IF;
    IF applied IS NOT NULL THEN
        RETURN jsonb_build_object('turn', applied, 'rows', turn_rows(bot, c.chat_id, applied));
    END IF;
    IF slice ? 'version' AND ((slice ->> 'version')::bigint <> c.version OR (slice ->> 'turn')::bigint <> c.turn) THEN RETURN NULL; END IF;
    IF jsonb_array_length(parts) > 0 AND NOT slice -> 'senders' -> c.mode::int @> to_jsonb(by_author) THEN RETURN NULL; END IF;

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
            expires_at, answers_from, answers_to, at, stored_at, message_data)
        SELECT block + p.ord, bot, c.chat_id, 1, by_author, p.now::int, c.turn, p.ord - 1, own, p.now::int,
            CASE WHEN p.now THEN epoch ELSE 0 END, CASE WHEN p.now THEN at END, CASE WHEN p.now THEN own END,
            from_micros((slice ->> 'expires')::bigint), answers_from, answers_to, at, at, p.data
        FROM (SELECT ord, (u ->> 'now')::boolean AS now, decode(u ->> 'data', 'hex') AS data FROM jsonb_array_elements(parts) WITH ORDINALITY a(u, ord)) p;
    END IF;
    PERFORM save_chat(c);
    RETURN jsonb_build_object('turn', c.turn, 'rows', turn_rows(bot, c.chat_id, c.turn));
END
$$;

-- The last gate before bytes leave: state, mode and age are looked at in the transaction that writes «sending». NULL: no such row.
CREATE FUNCTION claim_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
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

-- Settles one attempt. Only the attempt on record counts, so a repeat, or an answer that comes too late, changes nothing. NULL: no such row.
CREATE FUNCTION outcome_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
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
            PERFORM log_event(bot, chat, 'MessageSent', at, format(CASE WHEN doubtful THEN '{"messageId":%s,"uncertain":true}' ELSE '{"messageId":%s}' END, m.id));
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

CREATE FUNCTION mode_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    c chats := load_chat(bot, (slice ->> 'chat')::bigint);
    step record;
    leaving bigint := 0;
BEGIN
    step := change_mode(c, slice -> 'command', at);
    c := step.c;
    IF NOT step.refused THEN
        PERFORM save_chat(c);
        IF c.open_out > 0 THEN
            SELECT count(*) INTO leaving FROM conversations
            WHERE bot_id = bot AND chat_id = c.chat_id AND turn >= c.open_turn AND direction = 1 AND state = 1;
        END IF;
    END IF;
    RETURN jsonb_build_object('accepted', NOT step.refused, 'mode', c.mode, 'version', c.version, 'cancelled', step.cancelled, 'leaving', leaving);
END
$$;

-- An operator puts a message back or drops it. A repeat finds what the first call left and answers the same.
CREATE FUNCTION parked_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    c chats := load_chat(bot, (slice ->> 'chat')::bigint);
    retry boolean := (slice ->> 'retry')::boolean;
    m conversations;
BEGIN
    SELECT * INTO m FROM conversations
    WHERE bot_id = bot AND chat_id = c.chat_id AND id = (slice ->> 'message')::bigint AND direction = 0 AND entry = 0;
    IF m.state IN (4, 5) THEN
        c := mark_message(c, m.id, m.state, CASE WHEN retry THEN 6 ELSE 3 END::smallint, CASE WHEN NOT retry THEN 'message.dropped' END, at);
        c.version := c.version + 1;
        PERFORM save_chat(c);
        RETURN '{"found": true}';
    END IF;
    RETURN jsonb_build_object('found', COALESCE(CASE WHEN retry THEN m.state = 6 ELSE m.state = 3 AND m.code = 'message.dropped' END, false));
END
$$;

-- What the bot's grain reports of it, with an event where there is one to tell.
CREATE FUNCTION status_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    UPDATE bots SET status = (slice ->> 'status')::smallint, silo = slice ->> 'silo', last_error = slice ->> 'error',
        username = COALESCE(slice ->> 'username', username)
    WHERE bot_id = bot;
    IF slice ? 'event' THEN
        PERFORM log_event(bot, NULL, slice ->> 'event', at, slice ->> 'data');
    END IF;
    RETURN '{}';
END
$$;

-- NULL: conflict.
CREATE FUNCTION slice_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    CASE slice ->> 'is'
    WHEN 'receive' THEN RETURN receive_step(bot, at, slice);
    WHEN 'turn' THEN RETURN turn_step(bot, epoch, at, slice);
    WHEN 'claim' THEN RETURN claim_step(bot, epoch, at, slice);
    WHEN 'outcome' THEN RETURN outcome_step(bot, at, slice);
    WHEN 'mode' THEN RETURN mode_step(bot, at, slice);
    WHEN 'parked' THEN RETURN parked_step(bot, at, slice);
    WHEN 'status' THEN RETURN status_step(bot, at, slice);
    END CASE;
END
$$;
