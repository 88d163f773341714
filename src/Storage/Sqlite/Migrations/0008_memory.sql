-- What a bot knows of a person: facts, a summary, language and time zone, as one document under the codec of the messages. Changed seldom, from
-- the revision it was made from.

CREATE TABLE user_profiles (
    bot_id            TEXT    NOT NULL,
    chat_id           INTEGER NOT NULL,
    revision          INTEGER NOT NULL,
    slice_id          BLOB    NOT NULL,
    analyzed_messages INTEGER NOT NULL,
    memory            BLOB    NOT NULL,
    updated_at        INTEGER NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
) WITHOUT ROWID;
