-- Why a bot wrote or stayed silent, and what it means to do by itself.

-- One row for each decision, with what it was made from and, under the codec of the messages, what the model saw.
CREATE TABLE decisions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id  TEXT    NOT NULL,
    chat_id INTEGER NOT NULL,
    turn    INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    inputs  TEXT    NOT NULL,
    prompt  BLOB
);

CREATE INDEX decisions_bot ON decisions (bot_id, id);
CREATE INDEX decisions_chat ON decisions (bot_id, chat_id, id);
CREATE INDEX decisions_age ON decisions (at);

-- What is planned for a chat that nobody wrote in, at most one thing, and how much was written there unasked. version and turn: the chat that
-- it was planned for; another one, and it has to be planned anew. heard_up_to: what the person had written when «unanswered» was counted.
CREATE TABLE initiatives (
    bot_id      TEXT    NOT NULL,
    chat_id     INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    slice_id    BLOB    NOT NULL,
    version     INTEGER NOT NULL,
    turn        INTEGER NOT NULL,
    kind        INTEGER,
    due_at      INTEGER,
    planned_at  INTEGER,
    last_at     INTEGER,
    unanswered  INTEGER NOT NULL DEFAULT 0,
    heard_up_to INTEGER NOT NULL DEFAULT 0,
    day         INTEGER NOT NULL DEFAULT 0,
    day_count   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (bot_id, chat_id)
) WITHOUT ROWID;

CREATE INDEX initiatives_due ON initiatives (bot_id, due_at) WHERE due_at IS NOT NULL;

-- How much a bot wrote unasked on the newest day (of the persona's calendar, counted from 0001-01-01) on which it did.
ALTER TABLE telegram_sessions ADD COLUMN first_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE telegram_sessions ADD COLUMN first_count INTEGER NOT NULL DEFAULT 0;

-- A message that nobody asked for leaves only while the chat is in the version it was written for. entities: Telegram's, as JSON.
ALTER TABLE conversations ADD COLUMN for_version INTEGER;
ALTER TABLE conversations ADD COLUMN entities TEXT;
