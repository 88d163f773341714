-- What was erased, by keyed hashes of (bot, chat): neither ids nor anything else of the person. Messages dated before erased_at (whole seconds,
-- as Telegram dates them) are dropped; of that very second those whose source id is known. A person who comes back goes on from version, turn
-- and profile_revision, so that nothing made before can be taken for something made after. rest_*: rows of a long chat still to be deleted.
CREATE TABLE erasures (
    person           BLOB    NOT NULL PRIMARY KEY,
    erased_at        INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    turn             INTEGER NOT NULL,
    profile_revision INTEGER NOT NULL,
    last_source      INTEGER NOT NULL,
    slice_id         BLOB    NOT NULL,
    rest_bot         TEXT,
    rest_chat        INTEGER
) WITHOUT ROWID;

-- Persons no bot may write to, by keyed hashes under another key. note is sealed.
CREATE TABLE do_not_contact (
    person     BLOB    NOT NULL PRIMARY KEY,
    note       BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) WITHOUT ROWID;
