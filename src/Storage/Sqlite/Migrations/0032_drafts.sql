-- What the persona writes for an operator to look at before it is sent, and where that is asked for.

ALTER TABLE user_profiles ADD COLUMN approval INTEGER;

-- A draft has the id of the decision that tells what it was made from. version and turn: the chat that it was written for; another one, and it is
-- superseded. state: 0 waiting, 1 approved, 2 rejected, 3 superseded, 4 expired. answers: a JSON array. draft_data: under the codec of the messages.
CREATE TABLE drafts (
    id         INTEGER NOT NULL PRIMARY KEY,
    bot_id     TEXT    NOT NULL,
    chat_id    INTEGER NOT NULL,
    slice_id   BLOB    NOT NULL,
    version    INTEGER NOT NULL,
    turn       INTEGER NOT NULL,
    state      INTEGER NOT NULL DEFAULT 0,
    action     INTEGER,
    answers    TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    expires_at INTEGER,
    settled_at INTEGER,
    message_id INTEGER,
    draft_data BLOB    NOT NULL
);

CREATE UNIQUE INDEX drafts_waiting ON drafts (bot_id, chat_id) WHERE state = 0;
CREATE INDEX drafts_chat ON drafts (bot_id, chat_id, id);
CREATE INDEX drafts_age ON drafts (at);
