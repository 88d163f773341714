-- What was said in voice messages stands with them, in their details: the turn that settles a message writes them anew, from the very version of the
-- chat that it was made from. heard: [{ "id", "data": hex }]; of a message that was edited the row of the edit is the one that is shown.

CREATE OR REPLACE FUNCTION pg_temp.amend(what regprocedure, VARIADIC changes text[]) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
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

SELECT pg_temp.amend('turn_step(text, bigint, timestamptz, jsonb)',
    'PERFORM save_chat(c);',
    'IF slice ? ''heard'' THEN
        UPDATE conversations d SET message_data = decode(h ->> ''data'', ''hex'')
        FROM jsonb_array_elements(slice -> ''heard'') h
        JOIN conversations m ON m.bot_id = bot AND m.chat_id = c.chat_id AND m.id = (h ->> ''id'')::bigint AND m.direction = 0
        WHERE d.bot_id = bot AND d.chat_id = c.chat_id AND d.id = COALESCE(m.edit_id, m.id);
    END IF;
    PERFORM save_chat(c);');
