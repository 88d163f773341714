-- Silos come and go: lives that others declare dead, lives that drain, and the moments from which a bot of theirs may be taken over.
-- A bot token: fresh_until of a life that was condemned (one that ran out is condemned by whoever claims). A user account: accounts_until.
-- member: the process, as the cluster's membership names it.

ALTER TABLE silo_incarnations
    ADD COLUMN member         text    NOT NULL DEFAULT '',
    ADD COLUMN fresh_until    timestamptz,
    ADD COLUMN accounts_until timestamptz,
    ADD COLUMN condemned_at   timestamptz,
    ADD COLUMN draining       boolean NOT NULL DEFAULT false;
UPDATE silo_incarnations SET fresh_until = expires_at, accounts_until = expires_at + interval '30 seconds';
ALTER TABLE silo_incarnations ALTER COLUMN fresh_until SET NOT NULL, ALTER COLUMN accounts_until SET NOT NULL;

CREATE FUNCTION is_alive(life silo_incarnations, now_at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT life.retired_at IS NULL AND life.condemned_at IS NULL AND life.expires_at > now_at
$$;

-- No row: a life that ended long ago. kind 1: a user account.
CREATE FUNCTION has_let_go(life silo_incarnations, kind smallint, now_at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT life.id IS NULL OR life.retired_at IS NOT NULL
        OR (life.condemned_at IS NOT NULL AND now_at >= CASE kind WHEN 1 THEN life.accounts_until ELSE life.fresh_until END)
$$;

-- What ran out is over for good before anybody acts on it. A life that is just being renewed is waited for and judged again.
CREATE FUNCTION condemn_overdue() RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE silo_incarnations SET condemned_at = clock()
    WHERE retired_at IS NULL AND condemned_at IS NULL AND expires_at <= clock()
$$;

CREATE FUNCTION next_epoch(epoch bigint, now_at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT GREATEST(epoch + 1, micros(now_at) / 1000)
$$;

-- Claims bots for a living silo, its own ones again under a new epoch: what an earlier session gave up waiting for, a hand-over or a
-- release, can't come true under the next one. One row a bot: granted is its epoch; else holder names the silo that has it (alive, or
-- not known to have let go); both NULL: the claiming incarnation is not alive. A bot whose lease somebody else does not let go of has no
-- row: ask again.
CREATE OR REPLACE FUNCTION claim_bots(ids text[], life uuid) RETURNS TABLE (bot text, granted bigint, holder text)
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
        RETURN QUERY SELECT i, NULL::bigint, NULL::text FROM unnest(ids) i;
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
        SELECT i.silo INTO holder FROM silo_incarnations i
            WHERE i.id = lease.incarnation AND i.id <> life AND NOT has_let_go(i, COALESCE(lease.kind, 0::smallint), now_at);
        IF NOT FOUND THEN
            granted := next_epoch(lease.epoch, now_at);
            UPDATE bot_leases l SET epoch = granted, incarnation = life WHERE l.bot_id = lease.bot_id;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- The functions that look at all bots join without nested loops: their plans are made once, often on a database that is still nearly empty,
-- and a loop over what are ten thousand bots by then costs ten times the hash.

-- Claims bots that should run and that nobody holds: at most so many, and no more than this silo's share of all. Each under a new epoch, as
-- claim_bots gives it.
CREATE FUNCTION claim_share(life uuid, most int) RETURNS TABLE (bot text, granted bigint)
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
            SELECT l.bot_id FROM bot_leases l JOIN bots b ON b.bot_id = l.bot_id LEFT JOIN silo_incarnations i ON i.id = l.incarnation
            WHERE b.should_run AND b.removed_at IS NULL AND has_let_go(i, b.kind, now_at)
            LIMIT quota FOR UPDATE OF l SKIP LOCKED)
        UPDATE bot_leases l SET epoch = next_epoch(l.epoch, now_at), incarnation = life FROM free f WHERE l.bot_id = f.bot_id
        RETURNING l.bot_id, l.epoch;
END
$$;

-- Living silos with the number of bots each holds, and of those that should run.
DROP FUNCTION living_silos();
CREATE FUNCTION living_silos() RETURNS TABLE (
    id uuid, silo text, address text, http_port int, member text, started_at timestamptz, expires_at timestamptz, draining boolean, bots bigint, running bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET enable_nestloop = off AS $$
    SELECT i.id, i.silo, i.address, i.http_port, i.member, i.started_at, i.expires_at, i.draining, COALESCE(h.bots, 0), COALESCE(h.running, 0)
    FROM silo_incarnations i LEFT JOIN (
        SELECT l.incarnation, count(*) AS bots, count(*) FILTER (WHERE b.should_run AND b.removed_at IS NULL) AS running
        FROM bot_leases l LEFT JOIN bots b ON b.bot_id = l.bot_id GROUP BY l.incarnation) h ON h.incarnation = i.id
    WHERE is_alive(i, clock()) ORDER BY i.started_at, i.id
$$;

-- What a silo's supervisor keeps running.
DROP FUNCTION bots_to_run();
CREATE FUNCTION bots_held(life uuid) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp SET enable_nestloop = off AS $$
    SELECT b.bot_id FROM bot_leases l JOIN bots b ON b.bot_id = l.bot_id
    WHERE l.incarnation = life AND b.should_run AND b.removed_at IS NULL ORDER BY b.bot_id
$$;
