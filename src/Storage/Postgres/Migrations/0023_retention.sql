-- What goes in time. Of silos that share the database one does a chore in its interval.
CREATE TABLE chores (
    name     text COLLATE "C" PRIMARY KEY,
    begun_at timestamptz      NOT NULL
);

-- Bots that keep messages for some days only.
CREATE FUNCTION bots_with_retention() RETURNS TABLE (bot text, days int) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT b.bot_id, (b.config -> 'dataIsolation' ->> 'retentionDays')::int FROM bots b
    WHERE NOT b.erasing AND b.config -> 'dataIsolation' ->> 'retentionDays' IS NOT NULL ORDER BY b.bot_id
$$;

-- The rest of a long chat whose person was erased, at most so many rows. Who comes back has the rest deleted first, under the same lock, and
-- what is there then is new. True: there is more.
CREATE FUNCTION finish_erasure(who bytea, most bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = multibot, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    left_over erasures;
BEGIN
    SELECT * INTO left_over FROM erasures e WHERE e.person = who AND e.rest_bot IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    RETURN erase_rest(left_over.rest_bot, left_over.rest_chat, who, most);
END
$$;

-- Every chat of which anything is held: asked when a restored backup is older than an erasure.
CREATE FUNCTION person_keys() RETURNS TABLE (bot text, chat bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT c.bot_id, c.chat_id FROM chats c UNION SELECT p.bot_id, p.chat_id FROM user_profiles p UNION SELECT m.bot_id, m.chat_id FROM conversations m
$$;

-- An erasure once more, as of then, whether the bot runs or not; a commit of the bot's is waited for. True: there is more.
CREATE FUNCTION repeat_erasure(bot text, slice jsonb) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = multibot, pg_temp SET lock_timeout = '10s' AS $$
DECLARE
    answer jsonb;
BEGIN
    PERFORM FROM bot_leases l WHERE l.bot_id = bot FOR NO KEY UPDATE;
    answer := erase_step(bot, clock(), slice);
    RETURN COALESCE((answer ->> 'rest')::boolean, false);
END
$$;
