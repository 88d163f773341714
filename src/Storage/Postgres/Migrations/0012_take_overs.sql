-- Claims tell which bots were taken over: their last holder's life ended before it gave them up. A column more; silos of an older build name
-- the columns they want.

-- Claims bots for a living silo, its own ones again under a new epoch: what an earlier session gave up waiting for, a hand-over or a
-- release, can't come true under the next one. One row a bot: granted is its epoch; else holder names the silo that has it (alive, or
-- not known to have let go); both NULL: the claiming incarnation is not alive. A bot whose lease somebody else does not let go of has no
-- row: ask again.
DROP FUNCTION claim_bots(text[], uuid);
CREATE FUNCTION claim_bots(ids text[], life uuid) RETURNS TABLE (bot text, granted bigint, holder text, taken_over boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
    now_at timestamptz;
    lease record;
BEGIN
    INSERT INTO bot_leases (bot_id, epoch) SELECT i, 0 FROM unnest(ids) i ORDER BY i COLLATE "C" ON CONFLICT DO NOTHING;
    PERFORM condemn_overdue();
    now_at := clock();
    PERFORM FROM silo_incarnations i WHERE i.id = life AND is_alive(i, now_at);
    IF NOT FOUND THEN
        RETURN QUERY SELECT i, NULL::bigint, NULL::text, false FROM unnest(ids) i;
        RETURN;
    END IF;

    -- Waits for commits, which take milliseconds. Who holds a lease for longer keeps the others waiting once, and then only that one.
    BEGIN
        PERFORM FROM bot_leases l WHERE l.bot_id = ANY (ids) ORDER BY l.bot_id FOR UPDATE;
    EXCEPTION WHEN lock_not_available THEN NULL;
    END;
    FOR lease IN
        SELECT l.bot_id, l.epoch, l.incarnation, (SELECT b.kind FROM bots b WHERE b.bot_id = l.bot_id) AS kind
        FROM bot_leases l WHERE l.bot_id = ANY (ids) ORDER BY l.bot_id FOR UPDATE OF l SKIP LOCKED
    LOOP
        bot := lease.bot_id;
        granted := NULL;
        holder := NULL;
        taken_over := false;
        SELECT i.silo INTO holder FROM silo_incarnations i
            WHERE i.id = lease.incarnation AND i.id <> life AND NOT has_let_go(i, COALESCE(lease.kind, 0::smallint), now_at);
        IF NOT FOUND THEN
            granted := next_epoch(lease.epoch, now_at);
            taken_over := lease.incarnation IS NOT NULL AND lease.incarnation <> life;
            UPDATE bot_leases l SET epoch = granted, incarnation = life WHERE l.bot_id = lease.bot_id;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Claims bots that should run and that nobody holds: at most so many, and no more than this silo's share of all. Each under a new epoch, as
-- claim_bots gives it.
DROP FUNCTION claim_share(uuid, int);
CREATE FUNCTION claim_share(life uuid, most int) RETURNS TABLE (bot text, granted bigint, taken_over boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET lock_timeout = '1s' SET enable_nestloop = off AS $$
DECLARE
    now_at timestamptz;
    silos int;
    wanted int;
    mine int;
    quota int;
BEGIN
    PERFORM condemn_overdue();
    now_at := clock();
    PERFORM FROM silo_incarnations i WHERE i.id = life AND is_alive(i, now_at) AND NOT i.draining;
    IF NOT FOUND THEN RETURN; END IF;

    SELECT count(*) INTO silos FROM silo_incarnations i WHERE is_alive(i, now_at) AND NOT i.draining;
    SELECT count(*), count(*) FILTER (WHERE l.incarnation = life) INTO wanted, mine
    FROM bots b LEFT JOIN bot_leases l ON l.bot_id = b.bot_id WHERE b.should_run AND b.removed_at IS NULL;
    quota := LEAST(most, (wanted + silos - 1) / silos - mine);
    IF quota <= 0 THEN RETURN; END IF;

    INSERT INTO bot_leases (bot_id, epoch)
        SELECT b.bot_id, 0 FROM bots b
        WHERE b.should_run AND b.removed_at IS NULL AND NOT EXISTS (SELECT FROM bot_leases l WHERE l.bot_id = b.bot_id)
        ORDER BY b.bot_id LIMIT quota
    ON CONFLICT DO NOTHING;
    RETURN QUERY
        WITH free AS (
            SELECT l.bot_id, l.incarnation FROM bot_leases l JOIN bots b ON b.bot_id = l.bot_id LEFT JOIN silo_incarnations i ON i.id = l.incarnation
            WHERE b.should_run AND b.removed_at IS NULL AND has_let_go(i, b.kind, now_at)
            LIMIT quota FOR UPDATE OF l SKIP LOCKED)
        UPDATE bot_leases l SET epoch = next_epoch(l.epoch, now_at), incarnation = life FROM free f WHERE l.bot_id = f.bot_id
        RETURNING l.bot_id, l.epoch, f.incarnation IS NOT NULL AND f.incarnation <> life;
END
$$;
