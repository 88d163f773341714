-- The event log in days, readable in order (docs/adr/0011). Old days are dropped whole; an event of a day that has no partition goes to
-- events_rest, so that an insert never fails.

-- Cache 1: a session draws each number when it needs it, after it has the lock on events.
CREATE SEQUENCE event_seq CACHE 1;

-- Answers rows of the table as it was; the next one names its columns.
DROP FUNCTION read_events(bigint, text, int);

ALTER TABLE events RENAME TO events_before;
ALTER INDEX events_bot RENAME TO events_before_bot;
SELECT setval('event_seq', last_value, is_called) FROM events_seq_seq;
ALTER TABLE events_before ALTER COLUMN seq DROP IDENTITY;
ALTER TABLE events_before DROP CONSTRAINT events_pkey;

-- json, not jsonb: what a writer said is kept to the letter.
CREATE TABLE events (
    seq     bigint           NOT NULL DEFAULT nextval('event_seq'),
    bot_id  text COLLATE "C" NOT NULL,
    chat_id bigint,
    type    text             NOT NULL,
    at      timestamptz      NOT NULL,
    data    json             NOT NULL,
    PRIMARY KEY (seq, at)
) PARTITION BY RANGE (at);

CREATE INDEX events_bot ON events (bot_id, seq);
CREATE TABLE events_rest PARTITION OF events DEFAULT;

CREATE FUNCTION guard_events(part regclass) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', part);
    EXECUTE format(
        'CREATE POLICY one_bot ON %s USING ((SELECT current_user) = ''multibot_door'' OR bot_id = (SELECT current_setting(''app.bot_id'', true)))', part);
END
$$;
SELECT guard_events('events'), guard_events('events_rest');

-- What is there already becomes one partition, which goes when its youngest day does.
DO $$
DECLARE
    ends timestamptz;
BEGIN
    -- The owner is under the policy as well.
    ALTER TABLE events_before NO FORCE ROW LEVEL SECURITY;
    SELECT (date_trunc('day', max(at) AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' INTO ends FROM events_before;
    IF ends IS NULL THEN
        DROP TABLE events_before;
    ELSE
        EXECUTE format('ALTER TABLE events ATTACH PARTITION events_before FOR VALUES FROM (MINVALUE) TO (%L)', ends);
        ALTER TABLE events_before FORCE ROW LEVEL SECURITY;
    END IF;
END
$$;

-- Both belong to the owner of the tables: nobody else can attach and drop them. One silo at a time does it.

-- Makes the days from today on. A day that an older partition covers, or of which events_rest has events, stays there.
-- The new table is made by itself and attached: PARTITION OF would lock out everybody who writes.
CREATE FUNCTION make_event_days(ahead int) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = multibot, pg_temp SET timezone = 'UTC' SET lock_timeout = '1s' AS $$
DECLARE
    day timestamptz;
    part text;
    made int := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('multibot event days')) THEN RETURN 0; END IF;
    FOR day IN SELECT date_trunc('day', clock()) + n * interval '1 day' FROM generate_series(0, ahead) n LOOP
        part := to_char(day, '"events_"YYYYMMDD');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        BEGIN
            EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS)', part);
            EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, day, day + interval '1 day');
            PERFORM guard_events(part::regclass);
            made := made + 1;
        EXCEPTION WHEN check_violation OR invalid_object_definition THEN NULL;
        END;
    END LOOP;
    RETURN made;
END
$$;

-- Drops the days that ended so many days ago. Writers wait while it has the lock, which is short, and for the lock, which is bounded.
CREATE FUNCTION forget_event_days(keep int) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = multibot, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET lock_timeout = '200ms' AS $$
DECLARE
    part regclass;
    dropped int := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('multibot event days')) THEN RETURN 0; END IF;
    FOR part IN
        SELECT c.oid::regclass FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'events'::regclass
            AND substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz <= clock() - keep * interval '1 day'
    LOOP
        EXECUTE format('DROP TABLE %s', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;

-- Deletes old events of days that had no partition, a chunk at a time. Not by way of events: it would hold up those who read in order.
CREATE FUNCTION forget_events(keep int, most int) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    WITH gone AS (
        DELETE FROM events_rest WHERE ctid IN (
            SELECT r.ctid FROM events_rest r WHERE r.at < (SELECT clock() - keep * interval '1 day') LIMIT most FOR UPDATE SKIP LOCKED)
        RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- The look of docs/adr/0011. The order of the two is what it rests on: first the number given out last, then who may still have drawn one.
CREATE FUNCTION event_horizon(OUT last_seq bigint, OUT writers text[]) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
BEGIN
    last_seq := COALESCE(pg_sequence_last_value('event_seq'), 0);
    writers := ARRAY(
        SELECT DISTINCT l.virtualtransaction FROM pg_locks l
        WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted AND l.relation = 'events'::regclass
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()));
END
$$;

-- Who a writer is that does not come to an end.
CREATE FUNCTION event_writer(named text) RETURNS TABLE (pid int, application text, login text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT a.pid, a.application_name, a.usename::text FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'relation' AND l.relation = 'events'::regclass AND l.virtualtransaction = named LIMIT 1
$$;

-- The event log over all bots; it holds ids and codes, never texts. The plan is made once: it must not be one for a log that is nearly empty.
CREATE FUNCTION read_events(after_seq bigint, up_to bigint, of_types text[], among text[], most int)
RETURNS TABLE (seq bigint, type text, bot_id text, chat_id bigint, at timestamptz, data json)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
BEGIN
    RETURN QUERY
        SELECT e.seq, e.type, e.bot_id, e.chat_id, e.at, e.data FROM events e
        WHERE e.seq > after_seq AND e.seq <= up_to AND (of_types IS NULL OR e.type = ANY (of_types)) AND (among IS NULL OR e.bot_id = ANY (among))
        ORDER BY e.seq LIMIT most;
END
$$;
