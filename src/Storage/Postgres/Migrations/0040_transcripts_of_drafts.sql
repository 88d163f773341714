-- A draft that waits for an operator stores what was heard of the messages that it answers, as the turn does (0037) that needs no operator.

CREATE FUNCTION keep_heard(bot text, chat bigint, heard jsonb) RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE conversations d SET message_data = decode(h ->> 'data', 'hex')
    FROM jsonb_array_elements(heard) h
    JOIN conversations m ON m.bot_id = bot AND m.chat_id = chat AND m.id = (h ->> 'id')::bigint AND m.direction = 0
    WHERE d.bot_id = bot AND d.chat_id = chat AND d.id = COALESCE(m.edit_id, m.id)
$$;

DO $do$
DECLARE
    body text := pg_get_functiondef('multibot.draft_step'::regproc);
    was text := 'stored := next_block() + 1;';
BEGIN
    IF strpos(body, was) = 0 THEN RAISE EXCEPTION 'draft_step is not as it was expected'; END IF;
    EXECUTE replace(body, was, 'IF slice ? ''heard'' THEN PERFORM keep_heard(bot, c.chat_id, slice -> ''heard''); END IF;
    ' || was);
END
$do$;
