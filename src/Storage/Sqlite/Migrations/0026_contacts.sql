-- What an operator keeps about a person, beside the name given to them: tags to find them by (a JSON array; open, as names are) and notes (under the codec of the
-- messages). They stand beside the memory and share its revision, but are no part of it: no model reads them.

ALTER TABLE user_profiles ADD COLUMN tags TEXT;
ALTER TABLE user_profiles ADD COLUMN notes BLOB;

CREATE INDEX user_profiles_tagged ON user_profiles (bot_id, chat_id) WHERE tags IS NOT NULL;
