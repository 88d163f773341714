-- What was said in voice messages stands with them, in their details: the turn that settles a message, or the draft that would, writes them anew, from the
-- very version of the chat that it was made from. heard: [{ "id", "data": hex }]; of a message that was edited the row of the edit is the one that is shown.

CREATE FUNCTION keep_heard(bot text, chat bigint, heard jsonb) RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE conversations d SET message_data = decode(h ->> 'data', 'hex')
    FROM jsonb_array_elements(heard) h
    JOIN conversations m ON m.bot_id = bot AND m.chat_id = chat AND m.id = (h ->> 'id')::bigint AND m.direction = 0
    WHERE d.bot_id = bot AND d.chat_id = chat AND d.id = COALESCE(m.edit_id, m.id)
$$;

SELECT amend('turn_step', 'PERFORM save_chat(c);', $q$IF slice ? 'heard' THEN PERFORM keep_heard(bot, c.chat_id, slice -> 'heard'); END IF;
    PERFORM save_chat(c);$q$);

SELECT amend('draft_step', 'stored := next_block() + 1;', $q$IF slice ? 'heard' THEN PERFORM keep_heard(bot, c.chat_id, slice -> 'heard'); END IF;
    stored := next_block() + 1;$q$);
