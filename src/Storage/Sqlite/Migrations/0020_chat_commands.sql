-- Names that an admin gave. They stand before the ones that Telegram tells, which stay in chats.
CREATE TABLE contact_names (
    bot_id  TEXT    NOT NULL,
    chat_id INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
) WITHOUT ROWID;
