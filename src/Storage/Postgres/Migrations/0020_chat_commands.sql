-- Chat commands: names that an admin gave, and commands among the messages.

-- They stand before the names that Telegram tells, which stay in chats.
CREATE TABLE contact_names (
    bot_id  text COLLATE "C" NOT NULL,
    chat_id bigint           NOT NULL,
    name    text             NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
);

SELECT guard_events('contact_names');

-- Who was not known is known from now on, with nothing said yet.
CREATE FUNCTION contact_step(bot text, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    c chats := load_chat(bot, chat);
    known boolean := EXISTS (SELECT FROM chats h WHERE h.bot_id = bot AND h.chat_id = chat);
BEGIN
    IF NOT known THEN
        PERFORM save_chat(c);
    END IF;
    INSERT INTO contact_names (bot_id, chat_id, name) VALUES (bot, chat, slice ->> 'name')
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET name = excluded.name;
    RETURN jsonb_build_object('new', NOT known);
END
$$;

-- Changes places in functions that exist, and makes sure that they are there.
CREATE FUNCTION pg_temp.amend(what regprocedure, VARIADIC changes text[]) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    body text := pg_get_functiondef(what);
BEGIN
    FOR i IN 1 .. cardinality(changes) BY 2 LOOP
        IF position(changes[i] IN body) = 0 THEN RAISE EXCEPTION '% is not as it was expected: %', what, changes[i]; END IF;
        body := replace(body, changes[i], changes[i + 1]);
    END LOOP;
    EXECUTE body;
END
$$;

-- A command (author 4) waits like a message that was put back (state 6), beside the chat's watermark: it is settled by its own mark.
SELECT pg_temp.amend('receive_step(text, timestamptz, jsonb)',
    '(id, bot_id, chat_id, direction, kind, source_id, reply_to, state,',
    '(id, bot_id, chat_id, direction, author, kind, source_id, reply_to, state,',
    'VALUES (block, bot, chat, 0, (update ->> ''kind'')',
    'VALUES (block, bot, chat, 0, CASE WHEN update ? ''admin'' THEN 4 ELSE 0 END, (update ->> ''kind'')',
    'CASE WHEN update ? ''unreadable'' THEN 4 ELSE 0 END',
    'CASE WHEN update ? ''unreadable'' THEN 4 WHEN update ? ''admin'' THEN 6 ELSE 0 END',
    'c.last_in_id := fresh;',
    'IF update ? ''admin'' THEN
                        c.requeued := c.requeued + 1;
                        INSERT INTO parked_messages (bot_id, message_id, chat_id) VALUES (bot, fresh, chat) ON CONFLICT DO NOTHING;
                    ELSE
                        c.last_in_id := fresh;
                    END IF;',
    '''requeued'', w.state = 6)',
    '''requeued'', w.state = 6, ''admin'', w.author = 4)');

-- Whoever leaves the rest to a human, or wants to hear nothing, does not take back what he commanded.
SELECT pg_temp.amend('forget_unanswered(chats)',
    'AND m.state = 6',
    'AND m.state = 6 AND m.author <> 4',
    'c.requeued := 0;',
    'c.requeued := (SELECT count(*) FROM parked_messages p JOIN conversations m ON m.bot_id = p.bot_id AND m.chat_id = p.chat_id AND m.id = p.message_id
        WHERE p.bot_id = c.bot_id AND p.chat_id = c.chat_id AND m.state = 6);');

-- A reply that comes too late was none to the commands among the messages that it answers.
SELECT pg_temp.amend('claim_step(text, bigint, timestamptz, jsonb)', 'AND NOT deleted AND state IN (0, 1, 2)', 'AND NOT deleted AND author <> 4 AND state IN (0, 1, 2)');

-- The last words of a bot that its admin stops, and that it is to run no more, are one.
SELECT pg_temp.amend('turn_step(text, bigint, timestamptz, jsonb)',
    'c.turn := c.turn + 1;',
    'c.turn := c.turn + 1;
    IF (slice ->> ''stops'')::boolean THEN
        UPDATE bots SET should_run = false WHERE bot_id = bot;
    END IF;');

-- An answer to a command is recognized some turns back, as a notice is (0010): both have author 3.
DO $$
BEGIN
    IF position('by_author = 2' IN pg_get_functiondef('turn_step(text, bigint, timestamptz, jsonb)'::regprocedure)) > 0 THEN
        PERFORM pg_temp.amend('turn_step(text, bigint, timestamptz, jsonb)', 'by_author = 2', 'by_author IN (2, 3)');
    END IF;
END
$$;

SELECT pg_temp.amend('slice_step(text, bigint, timestamptz, jsonb)',
    'WHEN ''parked'' THEN',
    'WHEN ''contact'' THEN RETURN contact_step(bot, slice);
    WHEN ''parked'' THEN');
