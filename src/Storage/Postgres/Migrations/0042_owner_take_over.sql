-- What the account's owner types on another device stands among the messages of ours, without a turn, known by its source id. Its index has columns
-- that stand in others already, so that no update is less heap-only than before; to be made it reads the table once, while nothing is written to it.
-- human_until: when the persona speaks again by itself, where the owner has the chat; an operator's take-over has no end.
ALTER TABLE chats ADD COLUMN human_until timestamptz;

CREATE INDEX chats_human_until ON chats (bot_id, human_until) WHERE human_until IS NOT NULL;
CREATE UNIQUE INDEX conversations_owner ON conversations (bot_id, source_id, chat_id, entry, edited_at) WHERE direction = 1 AND turn IS NULL;

-- As before (0002), and nobody has the chat for a while.
CREATE OR REPLACE FUNCTION load_chat(bot text, chat bigint) RETURNS chats LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    c chats;
BEGIN
    SELECT * INTO c FROM chats WHERE bot_id = bot AND chat_id = chat;
    IF NOT FOUND THEN
        c := ROW(bot, chat, 0, 0, NULL, 0, 0, 0, 0, 0, 0, 0, false, NULL, NULL, 0, NULL, NULL)::chats;
    END IF;
    RETURN c;
END
$$;

SELECT amend('save_chat', 'last_activity_at = excluded.last_activity_at', 'last_activity_at = excluded.last_activity_at, human_until = excluded.human_until');

-- Whoever changes the mode ends what had an end. command: "due": refused before the end has come; "keeps": who takes over what has an end keeps it.
SELECT amend('change_mode',
    'refused := after IS NULL;', 'refused := after IS NULL OR (command ? ''due'' AND (c.human_until <= at) IS NOT TRUE);',
    'changed := COALESCE(after <> before, false);', 'changed := COALESCE(after <> before OR (command ? ''keeps'' AND c.human_until IS NOT NULL), false);',
    'c.mode := after;', 'c.mode := after;
    c.human_until := NULL;');

-- A message of ours that the session itself sent: an echo comes with its send, so that a thousand turns are enough.
CREATE FUNCTION sent_by_us(c chats, source bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT m.id FROM conversations m
    WHERE m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.turn > c.turn - 1000 AND m.direction = 1 AND m.sent_id = source LIMIT 1
$$;

CREATE FUNCTION typed_by_owner(bot text, chat bigint, source bigint) RETURNS conversations LANGUAGE sql VOLATILE AS $$
    SELECT * FROM conversations m
    WHERE m.bot_id = bot AND m.source_id = source AND m.chat_id = chat AND m.entry = 0 AND m.direction = 1 AND m.turn IS NULL
$$;

-- Until when a human speaks once the owner wrote: from the persona on, or longer than until now; what has no end gets none. lasts: microseconds.
CREATE FUNCTION owner_takes_over(INOUT c chats, command jsonb, lasts bigint, at timestamptz) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    moved record;
    till timestamptz := c.human_until;
BEGIN
    IF lasts <= 0 THEN RETURN; END IF;
    IF c.mode = 0 OR (c.mode = 1 AND till < at + lasts * interval '1 microsecond') THEN
        till := at + lasts * interval '1 microsecond';
    END IF;
    moved := change_mode(c, command, at);
    c := moved.c;
    c.human_until := till;
END
$$;

-- What the owner typed, or an edit of it or of a message of ours. Our own sends are no reason for anything, and what was stored before changes nothing more.
-- told: there may be something to read anew.
CREATE FUNCTION owner_wrote(INOUT c chats, row_id bigint, at timestamptz, slice jsonb, update jsonb, OUT told boolean) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    source bigint := (update ->> 'source')::bigint;
    edited timestamptz := from_micros((update ->> 'edited')::bigint);
    ours bigint := sent_by_us(c, source);
    shows bigint := COALESCE(ours, (typed_by_owner(c.bot_id, c.chat_id, source)).id);
    stored bigint;
BEGIN
    told := CASE WHEN edited IS NULL THEN ours IS NULL ELSE shows IS NOT NULL END;
    IF NOT told THEN RETURN; END IF;
    INSERT INTO conversations (id, bot_id, chat_id, direction, entry, author, state, kind, source_id, edited_at, at, stored_at, message_data)
    VALUES (row_id, c.bot_id, c.chat_id, 1, (edited IS NOT NULL)::int, 2, 2, (update ->> 'kind')::smallint, source, COALESCE(edited, '-infinity'),
        COALESCE(edited, from_micros((update ->> 'at')::bigint)), owner_wrote.at, decode(update ->> 'data', 'hex'))
    ON CONFLICT DO NOTHING RETURNING id INTO stored;
    IF stored IS NULL THEN RETURN; END IF;

    c.version := c.version + 1;
    IF edited IS NOT NULL THEN
        UPDATE conversations d SET edit_id = stored
        WHERE d.bot_id = c.bot_id AND d.chat_id = c.chat_id AND d.id = shows AND NOT EXISTS (
            SELECT FROM conversations e WHERE e.bot_id = c.bot_id AND e.chat_id = c.chat_id AND e.id = d.edit_id AND e.edited_at > edited);
        RETURN;
    END IF;
    c.message_count := c.message_count + 1;
    c.last_activity_at := owner_wrote.at;
    c := owner_takes_over(c, slice -> 'commands' -> 'ownerWrote', (slice ->> 'ownerTakesOver')::bigint, at);
END
$$;

-- Deletes what the owner typed. told: false when it was not the owner who typed it.
CREATE FUNCTION owner_deleted(INOUT c chats, source bigint, OUT told boolean) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    m conversations := typed_by_owner(c.bot_id, c.chat_id, source);
BEGIN
    told := m.id IS NOT NULL;
    IF NOT told OR m.deleted THEN RETURN; END IF;
    UPDATE conversations d SET deleted = true WHERE d.bot_id = c.bot_id AND d.chat_id = c.chat_id AND d.id = m.id;
    c.version := c.version + 1;
END
$$;

-- A deletion that names no chat may mean what the owner typed, too; such deletions come from user accounts only, and so does what owners type.
SELECT amend('receive_step',
    'WHERE NOT update ? ''chat''
        LOOP',
    'WHERE NOT update ? ''chat''
            UNION ALL
            SELECT d.chat_id, d.source_id FROM jsonb_array_elements(update -> ''sources'') s
            JOIN conversations d ON d.bot_id = bot AND d.source_id = (s #>> ''{}'')::bigint AND d.entry = 0 AND d.direction = 1 AND d.turn IS NULL
            WHERE NOT update ? ''chat''
        LOOP',
    '    gone erasures;
',
    '    gone erasures;
    owned boolean;
',
    'update ->> ''is'' = ''message'' AND (from_micros(', '(update ->> ''is'' = ''message'' OR (update ->> ''is'' = ''owner'' AND NOT update ? ''edited'')) AND (from_micros(',
    'CONTINUE WHEN NOT update ? ''chat'' AND c.version = 0;
',
    'CONTINUE WHEN NOT update ? ''chat'' AND c.version = 0;
            owned := false;
            IF update ->> ''is'' = ''owner'' THEN
                block := block + 1;
                moved := owner_wrote(c, block, at, slice, update);
                owned := moved.told;
                CONTINUE WHEN NOT owned;
            ELSIF update ->> ''is'' = ''delete'' THEN
                moved := owner_deleted(c, source);
                owned := moved.told;
            END IF;
',
    'CONTINUE WHEN m.id IS NULL AND update ->> ''is'' <> ''member'';', 'CONTINUE WHEN m.id IS NULL AND update ->> ''is'' <> ''member'' AND NOT owned;',
    'CASE update ->> ''is''
            WHEN ''message'' THEN',
    'IF owned THEN
                c := moved.c;
                anew[at_chat] := true;
            ELSE CASE update ->> ''is''
            WHEN ''message'' THEN',
    'ELSE NULL;
            END CASE;',
    'ELSE NULL;
            END CASE; END IF;');

-- Of an erased person the last that was seen may be what the owner typed.
SELECT amend('erase_step', 'm.direction = 0 AND m.entry = 0 ORDER BY m.id DESC LIMIT 1', 'm.turn IS NULL AND m.entry = 0 ORDER BY m.id DESC LIMIT 1');

-- As before (0032), and with take-overs that have come to their end.
SELECT amend('unfinished_chats', '    UNION
    SELECT i.bot_id, i.chat_id FROM initiatives i', '    UNION
    SELECT h.bot_id, h.chat_id FROM chats h WHERE h.bot_id = ANY (ids) AND h.human_until <= (SELECT clock())
    UNION
    SELECT i.bot_id, i.chat_id FROM initiatives i');
