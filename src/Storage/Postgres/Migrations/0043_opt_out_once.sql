-- Who opts out in a group does so with the message that says it: delivered again, after they have begun anew, it takes nothing back. A silo of an earlier
-- version names no message.
SELECT amend('receive_step',
    'block bigint := next_block();', 'block bigint := next_block();
    begun CONSTANT bigint := block;',
    'c := load_chat(bot, chat, gone.person);', 'CONTINUE WHEN update ? ''said'' AND NOT EXISTS (
                SELECT FROM conversations d
                WHERE d.bot_id = bot AND d.source_id = (update ->> ''said'')::bigint AND d.chat_id = (update ->> ''in'')::bigint AND d.entry = 0 AND d.direction = 0
                    AND d.id > begun);
            c := load_chat(bot, chat, gone.person);');
