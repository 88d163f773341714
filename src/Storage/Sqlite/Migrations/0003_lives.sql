-- Lives that others declare dead and lives that drain, and the moments from which a bot of theirs may be taken over: a bot token's
-- fresh_until once it was condemned, a user account's accounts_until. member: the process, as the cluster's membership names it.
ALTER TABLE silo_incarnations ADD COLUMN member TEXT NOT NULL DEFAULT '';
ALTER TABLE silo_incarnations ADD COLUMN fresh_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE silo_incarnations ADD COLUMN accounts_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE silo_incarnations ADD COLUMN condemned_at INTEGER;
ALTER TABLE silo_incarnations ADD COLUMN draining INTEGER NOT NULL DEFAULT 0;
