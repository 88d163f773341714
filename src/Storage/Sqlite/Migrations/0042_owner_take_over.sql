-- What the account's owner types on another device stands among the messages of ours, without a turn, known by its source id.
-- human_until: when the persona speaks again by itself, where the owner has the chat; an operator's take-over has no end.
ALTER TABLE chats ADD COLUMN human_until INTEGER;

CREATE INDEX chats_human_until ON chats (bot_id, human_until) WHERE human_until IS NOT NULL;
CREATE UNIQUE INDEX conversations_owner ON conversations (bot_id, source_id, chat_id, entry, edited_at) WHERE direction = 1 AND turn IS NULL;
