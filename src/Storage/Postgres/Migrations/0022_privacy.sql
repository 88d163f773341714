-- What was erased, by keyed hashes of (bot, chat): neither ids nor anything else of the person. Messages dated before erased_at (whole seconds,
-- as Telegram dates them) are dropped; of that very second those whose source id is known. A person who comes back goes on from version, turn
-- and profile_revision, so that nothing made before can be taken for something made after. rest_*: rows of a long chat still to be deleted.
CREATE TABLE erasures (
    person           bytea       PRIMARY KEY,
    erased_at        timestamptz NOT NULL,
    version          bigint      NOT NULL,
    turn             bigint      NOT NULL,
    profile_revision bigint      NOT NULL,
    last_source      bigint      NOT NULL,
    slice_id         uuid        NOT NULL,
    rest_bot         text COLLATE "C",
    rest_chat        bigint
);

-- Persons no bot may write to, by keyed hashes under another key. note is sealed.
CREATE TABLE do_not_contact (
    person     bytea       PRIMARY KEY,
    note       bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);

-- False for a silo of an older build, which names no person.
CREATE FUNCTION is_do_not_contact(who bytea, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM do_not_contact d WHERE d.person = who AND (d.expires_at IS NULL OR d.expires_at > at))
$$;

-- There is no chat any more.
CREATE FUNCTION is_erased(bot text, chat bigint, who bytea) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM erasures e WHERE e.person = who) AND NOT EXISTS (SELECT FROM chats c WHERE c.bot_id = bot AND c.chat_id = chat)
$$;

-- The chat, or what the next one begins with where a person was erased.
CREATE FUNCTION load_chat(bot text, chat bigint, who bytea) RETURNS chats LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    c chats := load_chat(bot, chat);
BEGIN
    IF c.version = 0 AND c.turn = 0 THEN
        SELECT e.version, e.turn INTO c.version, c.turn FROM erasures e WHERE e.person = who;
        c.version := COALESCE(c.version, 0);
        c.turn := COALESCE(c.turn, 0);
    END IF;
    RETURN c;
END
$$;

-- At most so many rows of what is left of an erased chat. True: there is more.
CREATE FUNCTION erase_rest(bot text, chat bigint, who bytea, most bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM conversations WHERE bot_id = bot AND chat_id = chat
        AND id = ANY (ARRAY(SELECT m.id FROM conversations m WHERE m.bot_id = bot AND m.chat_id = chat LIMIT most));
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone >= most THEN RETURN true; END IF;
    UPDATE erasures SET rest_bot = NULL, rest_chat = NULL WHERE person = who;
    RETURN false;
END
$$;

-- Erases a person. The tombstone, the chat and what was open go first and together; of a long chat the rest goes in chunks, which nothing reads
-- meanwhile, because every reading goes by the chat. "tables": where else the chat has rows.
CREATE FUNCTION erase_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    own uuid := (slice ->> 'id')::uuid;
    who bytea := decode(slice ->> 'person', 'hex');
    c chats := load_chat(bot, chat, who);
    gone erasures;
    listed text;
    held boolean := EXISTS (SELECT FROM conversations m WHERE m.bot_id = bot AND m.chat_id = chat);
    source bigint;
    revision bigint;
    parked bigint;
    waiting bigint := 0;
    leaving bigint := 0;
    hit bigint;
BEGIN
    SELECT * INTO gone FROM erasures e WHERE e.person = who;
    IF gone.slice_id IS DISTINCT FROM own THEN
        SELECT m.source_id INTO source FROM conversations m
        WHERE m.bot_id = bot AND m.chat_id = chat AND m.direction = 0 AND m.entry = 0 ORDER BY m.id DESC LIMIT 1;
        SELECT p.revision INTO revision FROM user_profiles p WHERE p.bot_id = bot AND p.chat_id = chat;
        SELECT count(*) FILTER (WHERE m.state IN (4, 5)) INTO parked FROM parked_messages p
        JOIN conversations m ON m.bot_id = p.bot_id AND m.chat_id = p.chat_id AND m.id = p.message_id WHERE p.bot_id = bot AND p.chat_id = chat;
        PERFORM count_for(bot, 0, 0, 0, -parked, 0);
        DELETE FROM conversations m USING parked_messages p
        WHERE p.bot_id = bot AND p.chat_id = chat AND m.bot_id = bot AND m.chat_id = chat AND m.id = p.message_id;
        IF c.open_out > 0 THEN
            WITH taken AS (
                DELETE FROM conversations m
                WHERE m.bot_id = bot AND m.chat_id = chat AND m.turn >= c.open_turn AND m.direction = 1 AND m.state IN (0, 1) RETURNING m.state)
            SELECT count(*) FILTER (WHERE t.state = 0), count(*) FILTER (WHERE t.state = 1) INTO waiting, leaving FROM taken t;
        END IF;
        FOR listed IN SELECT t FROM jsonb_array_elements_text(slice -> 'tables') t LOOP
            EXECUTE format('DELETE FROM %I WHERE bot_id = $1 AND chat_id = $2', listed) USING bot, chat;
            GET DIAGNOSTICS hit = ROW_COUNT;
            held := held OR hit > 0;
        END LOOP;
        IF NOT held THEN RETURN '{"found": false}'; END IF;

        DELETE FROM notices n WHERE n.bot_id = bot AND n.state -> 'chat' ->> 'value' = chat::text;
        INSERT INTO erasures AS e VALUES (who, date_trunc('second', at), GREATEST(c.version, gone.version, 0) + 1, GREATEST(c.turn, gone.turn, 0),
            GREATEST(revision, gone.profile_revision, 0) + 1, GREATEST(source, gone.last_source, 0), own, bot, chat)
        ON CONFLICT (person) DO UPDATE SET erased_at = excluded.erased_at, version = excluded.version, turn = excluded.turn,
            profile_revision = excluded.profile_revision, last_source = excluded.last_source, slice_id = excluded.slice_id,
            rest_bot = excluded.rest_bot, rest_chat = excluded.rest_chat;
        PERFORM log_event(bot, chat, 'ChatErased', at, '{}');
    END IF;
    RETURN jsonb_build_object('found', true, 'rest', erase_rest(bot, chat, who, (slice ->> 'most')::bigint), 'cancelled', waiting, 'leaving', leaving);
END
$$;

-- The system answers what a person asked of the chat itself, as far as the chat lets it. A day is how long the answer may wait: who asked is
-- answered once the bot is back, but not out of the blue.
CREATE FUNCTION add_answer(INOUT c chats, row_id bigint, at timestamptz, senders jsonb, bytes bytea) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    by_author smallint := CASE WHEN c.mode = 3 THEN 5 ELSE 3 END;
    own uuid := gen_random_uuid();
BEGIN
    IF NOT senders -> c.mode::int @> to_jsonb(by_author) THEN RETURN; END IF;
    c.turn := c.turn + 1;
    c.turn_slice := own;
    IF c.open_out = 0 THEN c.open_turn := c.turn; END IF;
    c.open_out := c.open_out + 1;
    INSERT INTO conversations (id, bot_id, chat_id, direction, author, state, turn, part, slice_id, expires_at, at, stored_at, message_data)
    VALUES (row_id, c.bot_id, c.chat_id, 1, by_author, 0, c.turn, 0, own, add_answer.at + interval '1 day', add_answer.at, add_answer.at, bytes);
END
$$;

-- The steps are as they were but for the lines named here; whoever finds one that is not as expected is told so.
CREATE FUNCTION pg_temp.becomes(body text, was text, is_now text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF strpos(body, was) = 0 THEN RAISE EXCEPTION 'a step is not as it was expected: %', was; END IF;
    RETURN replace(body, was, is_now);
END
$$;

CREATE FUNCTION pg_temp.alter_step(step text, VARIADIC pairs text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    body text;
BEGIN
    SELECT pg_get_functiondef(p.oid) INTO STRICT body FROM pg_proc p WHERE p.proname = step AND p.pronamespace = 'multibot'::regnamespace;
    FOR i IN 1 .. cardinality(pairs) / 2 LOOP
        body := pg_temp.becomes(body, pairs[2 * i - 1], pairs[2 * i]);
    END LOOP;
    EXECUTE body;
END
$$;

SELECT pg_temp.alter_step('slice_step', '    END CASE;', $q$    WHEN 'erase' THEN RETURN erase_step(bot, at, slice);
    END CASE;$q$);

-- Who was erased begins anew where the old chat ended, not at the beginning.
SELECT pg_temp.alter_step(
    step, $q$load_chat(bot, (slice ->> 'chat')::bigint)$q$, $q$load_chat(bot, (slice ->> 'chat')::bigint, decode(slice ->> 'person', 'hex'))$q$)
FROM unnest(ARRAY['turn_step', 'mode_step', 'parked_step']) step;
SELECT pg_temp.alter_step('contact_step', 'load_chat(bot, chat)', $q$load_chat(bot, chat, decode(slice ->> 'person', 'hex'))$q$);

-- A turn that was made from no version in particular must not open a chat with somebody who was erased, and none with words may go to whom no
-- bot may write to.
SELECT pg_temp.alter_step('turn_step', $q$@> to_jsonb(by_author) THEN RETURN NULL; END IF;$q$, $q$@> to_jsonb(by_author) THEN RETURN NULL; END IF;
    IF is_erased(bot, c.chat_id, decode(slice ->> 'person', 'hex')) THEN RETURN NULL; END IF;
    IF jsonb_array_length(parts) > 0 AND is_do_not_contact(decode(slice ->> 'contact', 'hex'), at) THEN RETURN NULL; END IF;$q$);

SELECT pg_temp.alter_step('claim_step', $q$        refusal := 'chat.mode';
$q$, $q$        refusal := 'chat.mode';
    ELSIF is_do_not_contact(decode(slice ->> 'contact', 'hex'), at) THEN
        refusal := 'chat.do_not_contact';
$q$);

-- What was learned of somebody who was erased since must not come back.
SELECT pg_temp.alter_step('memory_step', 'IF basis = 0 THEN', $q$IF NOT EXISTS (SELECT FROM user_profiles p WHERE p.bot_id = bot AND p.chat_id = chat)
        AND basis = COALESCE((SELECT e.profile_revision FROM erasures e WHERE e.person = decode(slice ->> 'person', 'hex')), 0)
    THEN$q$, 'VALUES (bot, chat, 1, id', 'VALUES (bot, chat, basis + 1, id');

SELECT pg_temp.alter_step('receive_step', $q$    edit bigint;
$q$, $q$    edit bigint;
    gone erasures;
$q$, $q$            c := load_chat(bot, chat);
$q$, $q$            -- Of somebody who was erased: what is from before is dropped, and nobody comes back beside rows of before. Words that change a
            -- message which is not here are as old as that one.
            SELECT * INTO gone FROM erasures e WHERE e.person = decode(update ->> 'person', 'hex');
            IF gone.rest_bot IS NOT NULL THEN PERFORM erase_rest(bot, chat, gone.person, 9223372036854775807); END IF;
            CONTINUE WHEN update ->> 'is' = 'message' AND (from_micros((update ->> 'at')::bigint) < gone.erased_at
                OR (from_micros((update ->> 'at')::bigint) < gone.erased_at + interval '1 second' AND source <= gone.last_source));
            CONTINUE WHEN update ->> 'is' = 'edit' AND gone.person IS NOT NULL AND NOT EXISTS (
                SELECT FROM conversations d
                WHERE d.bot_id = bot AND d.source_id = source AND d.chat_id = chat AND d.entry = 0 AND d.direction = 0);
            c := load_chat(bot, chat, gone.person);
            CONTINUE WHEN NOT update ? 'chat' AND c.version = 0;
$q$, $q$WHEN update ? 'admin' THEN 6 ELSE 0 END$q$, $q$WHEN update ? 'admin' THEN 6 WHEN update ->> 'intent' = 'privacy' THEN 2 ELSE 0 END$q$,
$q$                    anew[at_chat] := true;
                ELSE
$q$, $q$                    anew[at_chat] := true;
                ELSIF update ->> 'intent' = 'privacy' THEN
                    block := block + 1;
                    c := add_answer(c, block, at, slice -> 'commands' -> 'optOut' -> 'senders', decode(update ->> 'answer', 'hex'));
                    anew[at_chat] := true;
                ELSE
$q$, $q$                anew[at_chat] := anew[at_chat] OR moved.changed OR c.answered_up_to <> mark;
$q$, $q$                anew[at_chat] := anew[at_chat] OR moved.changed OR c.answered_up_to <> mark;
                IF moved.changed AND update ? 'answer' THEN
                    block := block + 1;
                    c := add_answer(c, block, at, slice -> 'commands' -> 'optOut' -> 'senders', decode(update ->> 'answer', 'hex'));
                END IF;
$q$);

-- The sets look the same persons up, by two parameters more at the end: a silo of an older build calls without them.
DO $do$
DECLARE
    old regprocedure;
    body text;
BEGIN
    SELECT p.oid, pg_get_functiondef(p.oid) INTO STRICT old, body FROM pg_proc p WHERE p.proname = 'commit_slices' AND p.pronamespace = 'multibot'::regnamespace;
    body := pg_temp.becomes(body, $q$)
 RETURNS TABLE($q$, $q$, m_person bytea[] DEFAULT NULL, t_contact bytea[] DEFAULT NULL)
 RETURNS TABLE($q$);
    body := pg_temp.becomes(body, $q$            WHERE ok[m.bot]
        LOOP
$q$, $q$            WHERE ok[m.bot]
            UNION
            -- From before somebody was erased, or the first of who comes back.
            SELECT m.bot FROM unnest(m_bot, m_chat, m_at, m_person) m(bot, chat, sent_at, person)
            CROSS JOIN LATERAL (
                SELECT FROM erasures e
                WHERE e.person = m.person AND (m.sent_at < e.erased_at + interval '1 second' OR e.rest_bot IS NOT NULL
                    OR NOT EXISTS (SELECT FROM chats k WHERE k.bot_id = b_id[m.bot] AND k.chat_id = m.chat)) LIMIT 1) f
            WHERE ok[m.bot]
        LOOP
$q$);
    body := pg_temp.becomes(body, 'WHERE ok[u.bot]) t', 'WHERE ok[u.bot] AND NOT is_do_not_contact(t_contact[u.ord::int], now_at)) t');
    EXECUTE format('DROP FUNCTION %s', old);
    EXECUTE body;
END
$do$;

-- Until the doors are handed over, silos that run may call this one already: it must see what they may.
GRANT CREATE ON SCHEMA multibot TO multibot_door;
ALTER FUNCTION commit_slices OWNER TO multibot_door;
REVOKE CREATE ON SCHEMA multibot FROM multibot_door;
