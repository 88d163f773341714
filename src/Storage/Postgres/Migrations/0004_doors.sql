-- The other functions that work for many bots at once. Each names what it is for; none hands out message texts.

-- Claims bots for a living silo. One row a bot: granted is its epoch; else holder names the living silo that has it; both NULL: the
-- claiming incarnation is not alive. A bot whose lease somebody else does not let go of has no row: ask again.
-- Lives are locked before they are judged: one that is just being renewed must not be taken for dead.
CREATE FUNCTION claim_bots(ids text[], life uuid) RETURNS TABLE (bot text, granted bigint, holder text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
    now_at timestamptz;
    lease record;
    life_of record;
BEGIN
    INSERT INTO bot_leases (bot_id, epoch) SELECT i, 0 FROM unnest(ids) i ORDER BY i COLLATE "C" ON CONFLICT DO NOTHING;
    PERFORM FROM silo_incarnations i
    WHERE i.id = life OR i.id IN (SELECT l.incarnation FROM bot_leases l WHERE l.bot_id = ANY (ids)) ORDER BY i.id FOR NO KEY UPDATE;
    now_at := clock();
    PERFORM FROM silo_incarnations i WHERE i.id = life AND i.retired_at IS NULL AND i.expires_at > now_at;
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
        SELECT l.bot_id, l.epoch, l.incarnation FROM bot_leases l WHERE l.bot_id = ANY (ids) ORDER BY l.bot_id FOR UPDATE SKIP LOCKED
    LOOP
        bot := lease.bot_id;
        granted := NULL;
        holder := NULL;
        IF lease.incarnation = life THEN
            granted := lease.epoch;
            RETURN NEXT;
            CONTINUE;
        END IF;
        SELECT i.silo, i.retired_at IS NULL AND i.expires_at > now_at AS living INTO life_of
        FROM silo_incarnations i WHERE i.id = lease.incarnation FOR NO KEY UPDATE;
        IF life_of.living THEN
            holder := life_of.silo;
        ELSE
            UPDATE silo_incarnations i SET retired_at = now_at WHERE i.id = lease.incarnation AND i.retired_at IS NULL;
            granted := GREATEST(lease.epoch + 1, micros(now_at) / 1000);
            UPDATE bot_leases l SET epoch = granted, incarnation = life WHERE l.bot_id = lease.bot_id;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Marks a silo's life as over and frees its bots, in the order in which claims lock them.
CREATE FUNCTION retire_silo(life uuid) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = multibot, pg_temp SET lock_timeout = '5s' AS $$
    UPDATE silo_incarnations SET retired_at = clock() WHERE id = life AND retired_at IS NULL;
    UPDATE bot_leases SET incarnation = NULL
    WHERE bot_id IN (SELECT l.bot_id FROM bot_leases l WHERE l.incarnation = life ORDER BY l.bot_id FOR NO KEY UPDATE);
$$;

-- Living silos with the number of bots each holds.
CREATE FUNCTION living_silos() RETURNS TABLE (id uuid, silo text, address text, http_port int, started_at timestamptz, expires_at timestamptz, bots bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT i.id, i.silo, i.address, i.http_port, i.started_at, i.expires_at, (SELECT count(*) FROM bot_leases l WHERE l.incarnation = i.id)
    FROM silo_incarnations i WHERE i.retired_at IS NULL AND i.expires_at > clock() ORDER BY i.started_at, i.id
$$;

-- Bots that are registered, with what their grains last reported and what their sessions counted.
CREATE VIEW bot_items AS
    SELECT b.bot_id, b.name, b.kind, b.status, b.silo, b.tags, b.last_error, b.should_run, b.username, b.revision, b.updated_at,
        s.received, s.sent, s.uncertain, s.parked, s.rejected, s.last_update_at, COALESCE(l.epoch, 0) AS epoch, b.search
    FROM bots b JOIN telegram_sessions s ON s.bot_id = b.bot_id LEFT JOIN bot_leases l ON l.bot_id = b.bot_id
    WHERE b.removed_at IS NULL;

-- A page of bots for the dashboard, the API and the console. sorted: 0 by id, 1 by name, 2 by change, newest first.
CREATE FUNCTION list_bots(with_tag text, with_status smallint, with_text text, among text[], sorted int, after_id text, after_name text,
    after_change timestamptz, most int)
RETURNS SETOF bot_items LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT * FROM bot_items b
        WHERE (with_tag IS NULL OR with_tag = ANY (b.tags)) AND (with_status IS NULL OR b.status = with_status)
            AND (with_text IS NULL OR strpos(b.search, with_text) > 0) AND (among IS NULL OR b.bot_id = ANY (among))
            AND (after_id IS NULL OR CASE sorted
                WHEN 0 THEN b.bot_id > after_id
                WHEN 1 THEN (b.name, b.bot_id) > (after_name, after_id)
                ELSE (b.updated_at, b.bot_id) < (after_change, after_id) END)
        ORDER BY CASE WHEN sorted = 1 THEN b.name END, CASE WHEN sorted = 2 THEN b.updated_at END DESC,
            CASE WHEN sorted <> 2 THEN b.bot_id END, b.bot_id DESC
        LIMIT most;
END
$$;

-- What the supervisors start.
CREATE FUNCTION bots_to_run() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT bot_id FROM bots WHERE should_run AND removed_at IS NULL ORDER BY bot_id
$$;

-- Bots that name a template, to apply a change of it and to keep it while it is used.
CREATE FUNCTION template_users(named text) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT bot_id FROM bots WHERE template = named AND removed_at IS NULL ORDER BY bot_id
$$;

-- The event log over all bots; it holds ids and codes, never texts.
CREATE FUNCTION read_events(after_seq bigint, of_type text, most int) RETURNS SETOF events
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT * FROM events WHERE seq > after_seq AND (of_type IS NULL OR type = of_type) ORDER BY seq LIMIT most
$$;

-- What every bot asks when it comes up, for all that come up together: its row with the key its secrets are sealed with, …
CREATE FUNCTION read_bots(ids text[])
RETURNS TABLE (bot_id text, config jsonb, secrets bytea, own_json text, revision bigint, should_run boolean, source text, created_at timestamptz,
    updated_at timestamptz, removed_at timestamptz, remove_webhook boolean, version int, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT b.bot_id, b.config, b.secrets, b.own_json, b.revision, b.should_run, b.source, b.created_at, b.updated_at, b.removed_at,
        b.remove_webhook, k.version, k.wrapped
    FROM bots b LEFT JOIN LATERAL (SELECT d.version, d.wrapped FROM data_keys d WHERE d.bot_id = b.bot_id ORDER BY d.version DESC LIMIT 1) k ON true
    WHERE b.bot_id = ANY (ids) AND NOT b.erasing
$$;

-- … where its updates stand, …
CREATE FUNCTION read_cursors(ids text[]) RETURNS TABLE (bot_id text, cursor bigint, cursor_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT s.bot_id, s.cursor, s.cursor_at FROM telegram_sessions s WHERE s.bot_id = ANY (ids) AND s.cursor IS NOT NULL
$$;

-- … and which of its chats hold something unanswered, requeued or on its way.
CREATE FUNCTION unfinished_chats(ids text[]) RETURNS TABLE (bot_id text, chat_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT c.bot_id, c.chat_id FROM chats c
    WHERE c.bot_id = ANY (ids) AND (c.last_in_id > c.answered_up_to OR c.requeued > 0 OR c.open_out > 0) ORDER BY c.bot_id, c.chat_id
$$;
