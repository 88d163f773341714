-- What an operator keeps about a person, beside the name given to them: tags to find them by (open, as names are) and notes (under the codec of the
-- messages). They stand beside the memory and share its revision, but are no part of it: no model reads them.

ALTER TABLE user_profiles ADD COLUMN tags text[], ADD COLUMN notes bytea;

CREATE INDEX user_profiles_tagged ON user_profiles (bot_id, chat_id) WHERE tags IS NOT NULL;

-- As before (0015, with what 0022 says of the erased), and with what an operator wrote: card: { "name"?, "tags"?, "notes"?: hex }; what is not in it stays as it is.
CREATE OR REPLACE FUNCTION memory_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    basis bigint := (slice ->> 'basis')::bigint;
    id uuid := (slice ->> 'id')::uuid;
    card jsonb := slice -> 'card';
    stored bigint;
BEGIN
    SELECT p.revision INTO stored FROM user_profiles p WHERE p.bot_id = bot AND p.chat_id = chat AND p.slice_id = id;
    IF stored IS NOT NULL THEN RETURN jsonb_build_object('revision', stored); END IF;
    -- What was learned of somebody who was erased since must not come back.
    IF NOT EXISTS (SELECT FROM user_profiles p WHERE p.bot_id = bot AND p.chat_id = chat)
        AND basis = COALESCE((SELECT e.profile_revision FROM erasures e WHERE e.person = decode(slice ->> 'person', 'hex')), 0)
    THEN
        INSERT INTO user_profiles (bot_id, chat_id, revision, slice_id, analyzed_messages, memory, updated_at)
        VALUES (bot, chat, basis + 1, id, (slice ->> 'messages')::bigint, decode(slice ->> 'data', 'hex'), at)
        ON CONFLICT DO NOTHING RETURNING revision INTO stored;
    ELSE
        UPDATE user_profiles SET revision = basis + 1, slice_id = id, analyzed_messages = (slice ->> 'messages')::bigint,
            memory = decode(slice ->> 'data', 'hex'), updated_at = at
        WHERE bot_id = bot AND chat_id = chat AND revision = basis RETURNING revision INTO stored;
    END IF;
    IF stored IS NULL THEN RETURN NULL; END IF;
    IF card IS NOT NULL THEN
        UPDATE user_profiles p SET
            tags = CASE WHEN card ? 'tags' THEN (SELECT array_agg(t) FROM jsonb_array_elements_text(card -> 'tags') t) ELSE p.tags END,
            notes = CASE WHEN card ? 'notes' THEN decode(card ->> 'notes', 'hex') ELSE p.notes END
        WHERE p.bot_id = bot AND p.chat_id = chat;
        IF card ->> 'name' IS NOT NULL THEN
            INSERT INTO contact_names (bot_id, chat_id, name) VALUES (bot, chat, card ->> 'name')
            ON CONFLICT (bot_id, chat_id) DO UPDATE SET name = excluded.name;
        ELSIF card ? 'name' THEN
            DELETE FROM contact_names n WHERE n.bot_id = bot AND n.chat_id = chat;
        END IF;
        PERFORM log_event(bot, chat, 'ContactChanged', at, format('{"revision":%s}', stored));
    END IF;
    RETURN jsonb_build_object('revision', stored);
END
$$;
