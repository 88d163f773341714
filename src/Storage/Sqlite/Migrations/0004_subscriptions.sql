-- What listens to the events: how far each has come, what it makes of them, and what it could not handle.

CREATE TABLE subscriptions (
    subscriber TEXT    NOT NULL,
    part       INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    PRIMARY KEY (subscriber, part)
) WITHOUT ROWID;

-- What each bot did within an hour (UTC). Milliseconds; reply_*: of the replies whose person's wait is known.
CREATE TABLE metrics_data (
    bot_id           TEXT    NOT NULL,
    hour             INTEGER NOT NULL,
    received         INTEGER NOT NULL,
    sent             INTEGER NOT NULL,
    uncertain        INTEGER NOT NULL,
    failed           INTEGER NOT NULL,
    flood_waits      INTEGER NOT NULL,
    replies          INTEGER NOT NULL,
    reply_ms         INTEGER NOT NULL,
    slowest_reply_ms INTEGER NOT NULL,
    input_tokens     INTEGER NOT NULL,
    output_tokens    INTEGER NOT NULL,
    PRIMARY KEY (bot_id, hour)
) WITHOUT ROWID;

CREATE TABLE dead_events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriber TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    bot_id     TEXT    NOT NULL,
    chat_id    INTEGER,
    type       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    data       TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    failed_at  INTEGER NOT NULL,
    UNIQUE (subscriber, seq)
);

CREATE INDEX dead_events_bot ON dead_events (bot_id, id);
