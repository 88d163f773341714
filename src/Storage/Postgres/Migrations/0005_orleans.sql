-- What Orleans' own ADO.NET packages work on: the silos of a cluster, and the states of the few grains that are Orleans' affair.
-- The packages bring no SQL. They read each statement from orleansquery by its key; that table, the keys, the names of the parameters
-- and of the columns answered are theirs, all else is ours. None of these tables holds a bot's data, so none is under row-level security.
-- Each statement is a single one and so takes effect as a whole, without functions that a login would have to be let into.

CREATE TABLE orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

-- The version of a cluster's list of silos. Whoever changes the list says which version he has seen; a row's lock lets one at a time.
CREATE TABLE orleans_clusters (
    cluster_id text        PRIMARY KEY,
    version    integer     NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- One row for each start of a silo. status as in Orleans' SiloStatus: 3 active, 6 dead.
CREATE TABLE orleans_silos (
    cluster_id      text        NOT NULL REFERENCES orleans_clusters,
    address         text        NOT NULL,
    port            integer     NOT NULL,
    generation      integer     NOT NULL,
    silo_name       text        NOT NULL,
    host_name       text        NOT NULL,
    status          integer     NOT NULL,
    gateway_port    integer     NOT NULL,
    suspect_times   text,
    start_time      timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
) WITH (fillfactor = 50);

-- The two numbers are a grain's key when it is a number or a GUID, the text is its key otherwise, or the text beside the number. A
-- cleared state keeps its row and its version, so that nobody who read it before the clearing can write it back.
CREATE TABLE orleans_states (
    service_id text COLLATE "C" NOT NULL,
    grain_type text COLLATE "C" NOT NULL,
    key_first  bigint           NOT NULL,
    key_second bigint           NOT NULL,
    key_text   text COLLATE "C" NOT NULL,
    version    integer          NOT NULL,
    payload    bytea,
    changed_at timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, grain_type, key_first, key_second, key_text)
);

INSERT INTO orleansquery (querykey, querytext) VALUES

('InsertMembershipVersionKey', $$
WITH made AS (INSERT INTO orleans_clusters (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT EXISTS (SELECT FROM made)
$$),

('InsertMembershipKey', $$
WITH seen AS (
    UPDATE orleans_clusters c SET version = c.version + 1, changed_at = now()
    WHERE c.cluster_id = @DeploymentId AND c.version = @Version AND NOT EXISTS (
        SELECT FROM orleans_silos s
        WHERE s.cluster_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
    RETURNING c.cluster_id
), joined AS (
    INSERT INTO orleans_silos (cluster_id, address, port, generation, silo_name, host_name, status, gateway_port, start_time, i_am_alive_time)
    SELECT seen.cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM seen
    RETURNING 1
)
SELECT EXISTS (SELECT FROM joined)
$$),

('UpdateMembershipKey', $$
WITH seen AS (
    UPDATE orleans_clusters c SET version = c.version + 1, changed_at = now()
    WHERE c.cluster_id = @DeploymentId AND c.version = @Version AND EXISTS (
        SELECT FROM orleans_silos s
        WHERE s.cluster_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
    RETURNING c.cluster_id
), changed AS (
    UPDATE orleans_silos s SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    FROM seen
    WHERE s.cluster_id = seen.cluster_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    RETURNING 1
)
SELECT EXISTS (SELECT FROM changed)
$$),

('UpdateIAmAlivetimeKey', $$
UPDATE orleans_silos SET i_am_alive_time = @IAmAliveTime
WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),

-- One row with the version alone when there is no such silo.
('MembershipReadRowKey', $$
SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status,
    s.gateway_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_time AS IAmAliveTime, c.version AS Version
FROM orleans_clusters c LEFT JOIN orleans_silos s
    ON s.cluster_id = c.cluster_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
WHERE c.cluster_id = @DeploymentId
$$),

('MembershipReadAllKey', $$
SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status,
    s.gateway_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_time AS IAmAliveTime, c.version AS Version
FROM orleans_clusters c LEFT JOIN orleans_silos s ON s.cluster_id = c.cluster_id
WHERE c.cluster_id = @DeploymentId
$$),

-- A silo whose gateway is closed has port 0.
('GatewaysQueryKey', $$
SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation
FROM orleans_silos WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$$),

-- The limit is the time of the youngest row to go, cut to microseconds on its way: that row is meant, too.
('CleanupDefunctSiloEntriesKey', $$
DELETE FROM orleans_silos WHERE cluster_id = @DeploymentId AND status = 6 AND greatest(start_time, i_am_alive_time) <= @IAmAliveTime
$$),

('DeleteMembershipTableEntriesKey', $$
WITH gone AS (DELETE FROM orleans_silos WHERE cluster_id = @DeploymentId)
DELETE FROM orleans_clusters WHERE cluster_id = @DeploymentId
$$),

('ReadFromStorageKey', $$
SELECT payload AS PayloadBinary, version AS Version FROM orleans_states
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_first = @GrainIdN0 AND key_second = @GrainIdN1
    AND key_text = COALESCE(@GrainIdExtensionString, '')
$$),

-- Answers the new version; the one the writer has seen (perhaps none) tells him that he was not the first.
('WriteToStorageKey', $$
WITH made AS (
    INSERT INTO orleans_states (service_id, grain_type, key_first, key_second, key_text, version, payload)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, ''), 1, @PayloadBinary
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING RETURNING version
), changed AS (
    UPDATE orleans_states SET version = version + 1, payload = @PayloadBinary, changed_at = now()
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_first = @GrainIdN0 AND key_second = @GrainIdN1
        AND key_text = COALESCE(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version
)
SELECT COALESCE((SELECT version FROM made), (SELECT version FROM changed), @GrainStateVersion) AS NewGrainStateVersion
$$),

('ClearStorageKey', $$
UPDATE orleans_states SET version = version + 1, payload = NULL, changed_at = now()
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_first = @GrainIdN0 AND key_second = @GrainIdN1
    AND key_text = COALESCE(@GrainIdExtensionString, '') AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion
$$),

('DeleteStorageKey', $$
DELETE FROM orleans_states
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_first = @GrainIdN0 AND key_second = @GrainIdN1
    AND key_text = COALESCE(@GrainIdExtensionString, '') AND version = @GrainStateVersion
RETURNING version + 1 AS NewGrainStateVersion
$$);
