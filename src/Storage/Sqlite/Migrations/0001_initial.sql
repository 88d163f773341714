-- Times are microseconds since 1970 UTC. bot_id leads every index.

CREATE TABLE master_key (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint BLOB    NOT NULL,
    created_at  INTEGER NOT NULL
);

CREATE TABLE data_keys (
    bot_id     TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    wrapped    BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (bot_id, version)
) WITHOUT ROWID;

CREATE TABLE bots (
    bot_id         TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    search         TEXT    NOT NULL,
    kind           INTEGER NOT NULL,
    tags           TEXT    NOT NULL,
    template       TEXT,
    config         TEXT    NOT NULL,
    own_json       TEXT    NOT NULL,
    secrets        BLOB    NOT NULL,
    seal_messages  INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    should_run     INTEGER NOT NULL,
    source         TEXT,
    remove_webhook INTEGER NOT NULL DEFAULT 0,
    status         INTEGER NOT NULL DEFAULT 0,
    silo           TEXT,
    last_error     TEXT,
    username       TEXT,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    removed_at     INTEGER,
    erasing        INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE templates (
    name       TEXT    NOT NULL PRIMARY KEY,
    json       TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Every message in and out. direction: 0 in, 1 out. entry: 0 message, 1 edit of one (a row of its own; the message points at the latest).
CREATE TABLE conversations (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id       TEXT    NOT NULL,
    chat_id      INTEGER NOT NULL,
    direction    INTEGER NOT NULL,
    entry        INTEGER NOT NULL DEFAULT 0,
    kind         INTEGER NOT NULL DEFAULT 0,
    author       INTEGER NOT NULL DEFAULT 0,
    source_id    INTEGER,
    reply_to     INTEGER,
    edited_at    INTEGER NOT NULL DEFAULT 0,
    edit_id      INTEGER,
    deleted      INTEGER NOT NULL DEFAULT 0,
    state        INTEGER NOT NULL DEFAULT 0,
    code         TEXT,
    turn         INTEGER,
    part         INTEGER,
    slice_id     BLOB,
    claim_id     BLOB,
    attempt      INTEGER NOT NULL DEFAULT 0,
    claim_epoch  INTEGER NOT NULL DEFAULT 0,
    claimed_at   INTEGER,
    not_before   INTEGER,
    expires_at   INTEGER,
    uncertain    INTEGER NOT NULL DEFAULT 0,
    answers_from INTEGER,
    answers_to   INTEGER,
    at           INTEGER NOT NULL,
    stored_at    INTEGER NOT NULL,
    message_data BLOB    NOT NULL
);

-- Drops repeats, keeps edits, and leads from a source id to its message when Telegram names no chat.
CREATE UNIQUE INDEX conversations_inbound ON conversations (bot_id, source_id, chat_id, entry, edited_at) WHERE direction = 0;
CREATE UNIQUE INDEX conversations_outbound ON conversations (bot_id, chat_id, turn, part) WHERE direction = 1;
CREATE INDEX conversations_chat ON conversations (bot_id, chat_id);

-- last_in_id: the last message that waits for an answer. open_turn: no row of an earlier turn is open. So neither unanswered
-- messages nor open rows need an index on a state.
CREATE TABLE chats (
    bot_id           TEXT    NOT NULL,
    chat_id          INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    turn             INTEGER NOT NULL,
    turn_slice       BLOB,
    mode             INTEGER NOT NULL,
    answered_up_to   INTEGER NOT NULL,
    last_in_id       INTEGER NOT NULL,
    open_out         INTEGER NOT NULL,
    open_turn        INTEGER NOT NULL,
    requeued         INTEGER NOT NULL,
    disclosed        INTEGER NOT NULL,
    contact_name     TEXT,
    language         TEXT,
    message_count    INTEGER NOT NULL,
    last_activity_at INTEGER,
    PRIMARY KEY (bot_id, chat_id)
) WITHOUT ROWID;

-- Messages an operator has to do with: parked, overdue, or put back and not yet answered. Few rows, written in failures only.
CREATE TABLE parked_messages (
    bot_id     TEXT    NOT NULL,
    message_id INTEGER NOT NULL,
    chat_id    INTEGER NOT NULL,
    PRIMARY KEY (bot_id, message_id)
) WITHOUT ROWID;

CREATE TABLE telegram_sessions (
    bot_id         TEXT    NOT NULL PRIMARY KEY,
    cursor         INTEGER,
    cursor_at      INTEGER,
    received       INTEGER NOT NULL DEFAULT 0,
    sent           INTEGER NOT NULL DEFAULT 0,
    uncertain      INTEGER NOT NULL DEFAULT 0,
    parked         INTEGER NOT NULL DEFAULT 0,
    rejected       INTEGER NOT NULL DEFAULT 0,
    last_update_at INTEGER
) WITHOUT ROWID;

CREATE TABLE events (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id  TEXT    NOT NULL,
    chat_id INTEGER,
    type    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    data    TEXT    NOT NULL
);

CREATE INDEX events_bot ON events (bot_id);

CREATE TABLE silo_incarnations (
    id         BLOB    NOT NULL PRIMARY KEY,
    silo       TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    http_port  INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    retired_at INTEGER
) WITHOUT ROWID;

-- A free lease keeps its epoch, so that writes under it stay stale.
CREATE TABLE bot_leases (
    bot_id      TEXT    NOT NULL PRIMARY KEY,
    epoch       INTEGER NOT NULL,
    incarnation BLOB
) WITHOUT ROWID;

CREATE TABLE api_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    role       INTEGER NOT NULL,
    bots       TEXT,
    hash       BLOB    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) WITHOUT ROWID;

CREATE TABLE audit_log (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    actor  TEXT    NOT NULL,
    action TEXT    NOT NULL,
    bot_id TEXT,
    detail TEXT    NOT NULL
);
