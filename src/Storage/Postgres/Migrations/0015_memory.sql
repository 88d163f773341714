-- What a bot knows of a person: facts, a summary, language and time zone, as one document under the codec of the messages. Changed seldom, from
-- the revision it was made from.

CREATE TABLE user_profiles (
    bot_id            text COLLATE "C" NOT NULL,
    chat_id           bigint           NOT NULL,
    revision          bigint           NOT NULL,
    slice_id          uuid             NOT NULL,
    analyzed_messages bigint           NOT NULL,
    memory            bytea            NOT NULL,
    updated_at        timestamptz      NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
);

SELECT guard_events('user_profiles');

-- NULL: somebody else changed it. A repeat answers as the first time.
CREATE FUNCTION memory_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    chat bigint := (slice ->> 'chat')::bigint;
    basis bigint := (slice ->> 'basis')::bigint;
    id uuid := (slice ->> 'id')::uuid;
    stored bigint;
BEGIN
    SELECT p.revision INTO stored FROM user_profiles p WHERE p.bot_id = bot AND p.chat_id = chat AND p.slice_id = id;
    IF stored IS NOT NULL THEN RETURN jsonb_build_object('revision', stored); END IF;
    IF basis = 0 THEN
        INSERT INTO user_profiles (bot_id, chat_id, revision, slice_id, analyzed_messages, memory, updated_at)
        VALUES (bot, chat, 1, id, (slice ->> 'messages')::bigint, decode(slice ->> 'data', 'hex'), at)
        ON CONFLICT DO NOTHING RETURNING revision INTO stored;
    ELSE
        UPDATE user_profiles SET revision = basis + 1, slice_id = id, analyzed_messages = (slice ->> 'messages')::bigint,
            memory = decode(slice ->> 'data', 'hex'), updated_at = at
        WHERE bot_id = bot AND chat_id = chat AND revision = basis RETURNING revision INTO stored;
    END IF;
    RETURN CASE WHEN stored IS NULL THEN NULL ELSE jsonb_build_object('revision', stored) END;
END
$$;

CREATE OR REPLACE FUNCTION slice_step(bot text, epoch bigint, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    CASE slice ->> 'is'
    WHEN 'receive' THEN RETURN receive_step(bot, at, slice);
    WHEN 'turn' THEN RETURN turn_step(bot, epoch, at, slice);
    WHEN 'claim' THEN RETURN claim_step(bot, epoch, at, slice);
    WHEN 'outcome' THEN RETURN outcome_step(bot, at, slice);
    WHEN 'mode' THEN RETURN mode_step(bot, at, slice);
    WHEN 'parked' THEN RETURN parked_step(bot, at, slice);
    WHEN 'status' THEN RETURN status_step(bot, at, slice);
    WHEN 'memory' THEN RETURN memory_step(bot, at, slice);
    END CASE;
END
$$;
