-- Leases of many bots in one call: hand-overs, and who holds what.

-- Gives bots that a silo holds, each under its epoch, to living silos that stay, each to its heir. place: of the bot in the arrays; given is
-- false when nothing was changed. A bot whose lease somebody else does not let go of has no row: nothing is known.
CREATE FUNCTION hand_over_bots(life uuid, ids text[], epochs bigint[], heirs uuid[]) RETURNS TABLE (place bigint, given boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
    -- As claims do: waits for commits, and once for who holds a lease for longer.
    BEGIN
        PERFORM FROM bot_leases l WHERE l.bot_id = ANY (ids) ORDER BY l.bot_id FOR UPDATE;
    EXCEPTION WHEN lock_not_available THEN NULL;
    END;
    RETURN QUERY
        WITH locked AS (SELECT l.bot_id FROM bot_leases l WHERE l.bot_id = ANY (ids) ORDER BY l.bot_id FOR UPDATE SKIP LOCKED),
        moved AS (
            UPDATE bot_leases l SET epoch = next_epoch(l.epoch, now_at), incarnation = i.id
            FROM locked k, unnest(ids, epochs, heirs) WITH ORDINALITY AS gift (bot_id, epoch, heir, at), silo_incarnations i, clock() now_at
            WHERE l.bot_id = k.bot_id AND gift.bot_id = l.bot_id AND l.incarnation = life AND l.epoch = gift.epoch
                AND i.id = gift.heir AND is_alive(i, now_at) AND NOT i.draining
            RETURNING gift.at)
        SELECT gift.at, m.at IS NOT NULL
        FROM unnest(ids) WITH ORDINALITY AS gift (bot_id, at) JOIN locked k ON k.bot_id = gift.bot_id LEFT JOIN moved m ON m.at = gift.at;
END
$$;

-- The members of the cluster that hold bots; no row for a bot that nobody living holds.
CREATE FUNCTION holders(ids text[]) RETURNS TABLE (bot_id text, member text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT l.bot_id, i.member FROM bot_leases l JOIN silo_incarnations i ON i.id = l.incarnation WHERE l.bot_id = ANY (ids) AND is_alive(i, clock())
$$;
