-- Answers to requests that carry a key of their sender's; status NULL: claimed, the end is not known.
CREATE TABLE idempotency (
    sender       TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    request      BLOB    NOT NULL,
    claimed_at   INTEGER NOT NULL,
    status       INTEGER,
    content_type TEXT,
    location     TEXT,
    etag         TEXT,
    body         BLOB,
    PRIMARY KEY (sender, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_age ON idempotency (claimed_at);
