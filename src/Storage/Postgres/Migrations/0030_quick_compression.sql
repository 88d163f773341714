-- What a model saw is stored with each reply: some kilobytes, compressed in the one call that all commits of a silo wait for. lz4 does it in a
-- third of the time of the server's own method, to the same size: 14 instead of 44 µs for 3.5 KB. A server that was built without lz4 goes on
-- with its own; what is stored is readable either way.
DO $$
BEGIN
    ALTER TABLE decisions ALTER COLUMN prompt SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END
$$;
