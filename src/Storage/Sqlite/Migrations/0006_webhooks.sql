-- Addresses to which events are sent. They belong to no bot. sealed: address and secret. position: every event up to it is finished.
CREATE TABLE webhooks (
    id                TEXT    NOT NULL PRIMARY KEY,
    name              TEXT    NOT NULL,
    sealed            BLOB    NOT NULL,
    bots              TEXT,
    tag               TEXT,
    types             TEXT    NOT NULL,
    include_text      INTEGER NOT NULL,
    enabled           INTEGER NOT NULL,
    revision          INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    position          INTEGER NOT NULL,
    last_error        TEXT,
    last_status       INTEGER,
    last_delivered_at INTEGER,
    failing_since     INTEGER
) WITHOUT ROWID;
