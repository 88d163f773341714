-- As before (0002), found by its key: without the cast the planner takes the index of what was written, which does not lead to an id, and
-- reads all that was ever written in the chat. (The same stands in commit_slices.)
CREATE OR REPLACE FUNCTION find_outbox(bot text, chat bigint, message bigint) RETURNS conversations LANGUAGE sql VOLATILE AS $$
    SELECT * FROM conversations WHERE bot_id = bot AND chat_id = chat AND id = message AND direction::int = 1
$$;
