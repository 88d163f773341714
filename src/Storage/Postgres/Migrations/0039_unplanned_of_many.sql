-- What unplanned_chats says, for many bots in one call, each with a limit of its own: those that came up together ask together.
CREATE FUNCTION unplanned_chats_of(bots text[], mosts int[]) RETURNS TABLE (bot_id text, most int, chat_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT b.bot, b.most, u.chat_id FROM unnest(bots, mosts) AS b (bot, most), LATERAL unplanned_chats(b.bot, b.most) u
$$;
