-- What the persona writes for an operator to look at before it is sent, and where that is asked for.

ALTER TABLE user_profiles ADD COLUMN approval boolean;

-- A draft has the id of the decision that tells what it was made from. version and turn: the chat that it was written for; another one, and it is
-- superseded. state: 0 waiting, 1 approved, 2 rejected, 3 superseded, 4 expired. draft_data: under the codec of the messages.
CREATE TABLE drafts (
    bot_id     text COLLATE "C" NOT NULL,
    id         bigint           NOT NULL,
    chat_id    bigint           NOT NULL,
    slice_id   uuid             NOT NULL,
    version    bigint           NOT NULL,
    turn       bigint           NOT NULL,
    state      smallint         NOT NULL DEFAULT 0,
    action     smallint,
    answers    bigint[]         NOT NULL,
    at         timestamptz      NOT NULL,
    expires_at timestamptz,
    settled_at timestamptz,
    message_id bigint,
    draft_data bytea            NOT NULL,
    PRIMARY KEY (bot_id, id)
);

CREATE UNIQUE INDEX drafts_waiting ON drafts (bot_id, chat_id) WHERE state = 0;
CREATE INDEX drafts_chat ON drafts (bot_id, chat_id, id);
CREATE INDEX drafts_age ON drafts USING brin (at);

SELECT guard_events('drafts');

-- Whether it waits, for the chat as it is.
CREATE FUNCTION draft_waits(c chats, draft bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM drafts d
        WHERE d.bot_id = c.bot_id AND d.chat_id = c.chat_id AND d.id = draft AND d.state = 0 AND d.version = c.version AND d.turn = c.turn)
$$;

-- message: what was sent of it.
CREATE FUNCTION settle_draft(bot text, chat bigint, draft bigint, becomes smallint, message bigint, at timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE drafts SET state = becomes, settled_at = settle_draft.at, message_id = message WHERE bot_id = bot AND id = draft;
    SELECT log_event(bot, chat, 'DraftSettled', at,
        format('{"draftId":%s,"state":"%s"}', draft, (ARRAY['approved', 'rejected', 'superseded', 'expired'])[becomes]));
$$;

-- The chat has moved on from what waits there.
CREATE FUNCTION withdraw_draft(c chats, at timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    overtaken bigint;
BEGIN
    SELECT d.id INTO overtaken FROM drafts d
    WHERE d.bot_id = c.bot_id AND d.chat_id = c.chat_id AND d.state = 0 AND (d.version <> c.version OR d.turn <> c.turn);
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM settle_draft(c.bot_id, c.chat_id, overtaken, 3::smallint, NULL, at);
    PERFORM log_decision(c.bot_id, c.chat_id, c.turn, jsonb_build_object('kind', 7, 'reason', 'draft.superseded', 'inputs', format('{"draftId":%s}', overtaken)), at);
END
$$;

-- Something to look at, from the state of the chat that it was made from. NULL: conflict. A repeat answers as the first time.
CREATE FUNCTION draft_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    own uuid := (slice ->> 'id')::uuid;
    made jsonb := slice -> 'decision';
    c chats;
    stored bigint;
BEGIN
    SELECT * INTO c FROM chats h WHERE h.bot_id = bot AND h.chat_id = (slice ->> 'chat')::bigint;
    SELECT d.id INTO stored FROM drafts d WHERE d.bot_id = bot AND d.chat_id = c.chat_id AND d.slice_id = own;
    IF stored IS NOT NULL THEN RETURN jsonb_build_object('id', stored); END IF;
    IF c.version IS DISTINCT FROM (slice ->> 'version')::bigint OR c.turn IS DISTINCT FROM (slice ->> 'turn')::bigint THEN RETURN NULL; END IF;
    PERFORM withdraw_draft(c, at);
    IF EXISTS (SELECT FROM drafts d WHERE d.bot_id = bot AND d.chat_id = c.chat_id AND d.state = 0) THEN RETURN NULL; END IF;

    stored := next_block() + 1;
    INSERT INTO decisions (bot_id, id, chat_id, turn, kind, reason, at, inputs, prompt)
    VALUES (bot, stored, c.chat_id, c.turn, (made ->> 'kind')::smallint, made ->> 'reason', at, (made ->> 'inputs')::json, decode(made ->> 'prompt', 'hex'));
    INSERT INTO drafts (bot_id, id, chat_id, slice_id, version, turn, action, answers, at, expires_at, draft_data)
    VALUES (bot, stored, c.chat_id, own, c.version, c.turn, (slice ->> 'action')::smallint,
        ARRAY(SELECT a::bigint FROM jsonb_array_elements_text(slice -> 'answers') a), at, from_micros((slice ->> 'expires')::bigint), decode(slice ->> 'data', 'hex'));
    PERFORM log_event(bot, c.chat_id, 'DraftWaiting', at, format('{"draftId":%s}', stored));
    RETURN jsonb_build_object('id', stored);
END
$$;

-- A draft of which nothing else follows: overtaken (state 3), or rejected for another. NULL: conflict.
CREATE FUNCTION settle_step(bot text, at timestamptz, slice jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    draft bigint := (slice -> 'draft' ->> 'id')::bigint;
    becomes smallint := (slice -> 'draft' ->> 'state')::smallint;
    c chats;
BEGIN
    SELECT * INTO c FROM chats h WHERE h.bot_id = bot AND h.chat_id = (slice ->> 'chat')::bigint;
    IF becomes = 3 THEN
        PERFORM withdraw_draft(c, at);
    ELSIF draft_waits(c, draft) THEN
        PERFORM settle_draft(bot, c.chat_id, draft, becomes, NULL, at);
        PERFORM log_decision(bot, c.chat_id, c.turn, slice -> 'decision', at);
    END IF;
    RETURN CASE WHEN EXISTS (SELECT FROM drafts d WHERE d.bot_id = bot AND d.chat_id = c.chat_id AND d.id = draft AND d.state = becomes) THEN '{}'::jsonb END;
END
$$;

-- The steps are as they were but for the lines named here.
SELECT amend('slice_step', '    END CASE;', $q$    WHEN 'draft' THEN RETURN draft_step(bot, at, slice);
    WHEN 'settle' THEN RETURN settle_step(bot, at, slice);
    END CASE;$q$);

-- A turn settles the draft that it comes from, with everything else it does or not at all. What was approved takes along what the model saw.
SELECT amend('turn_step', $q$    IF slice ? 'initiative' THEN
$q$, $q$    IF slice ? 'draft' AND NOT draft_waits(c, (slice -> 'draft' ->> 'id')::bigint) THEN RETURN NULL; END IF;
    IF slice ? 'initiative' THEN
$q$, $q$    PERFORM log_decision(bot, c.chat_id, c.turn, slice -> 'decision', at);
$q$, $q$    IF slice ? 'draft' THEN
        PERFORM settle_draft(bot, c.chat_id, (slice -> 'draft' ->> 'id')::bigint, (slice -> 'draft' ->> 'state')::smallint, block + 1, at);
    END IF;
    PERFORM log_decision(bot, c.chat_id, c.turn, CASE WHEN slice -> 'draft' ->> 'state' = '1' THEN slice -> 'decision' || jsonb_build_object('prompt', (
        SELECT encode(w.prompt, 'hex') FROM decisions w WHERE w.bot_id = bot AND w.id = (slice -> 'draft' ->> 'id')::bigint)) ELSE slice -> 'decision' END, at);
$q$);

SELECT amend('initiative_step', $q$    INSERT INTO initiatives AS i$q$, $q$    IF slice ? 'draft' AND NOT EXISTS (
        SELECT FROM chats c WHERE c.bot_id = bot AND c.chat_id = chat AND draft_waits(c, (slice -> 'draft' ->> 'id')::bigint))
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO initiatives AS i$q$, $q$    PERFORM log_decision(bot, chat, (slice ->> 'turn')::bigint, slice -> 'decision', at);
$q$, $q$    IF slice ? 'draft' THEN
        PERFORM settle_draft(bot, chat, (slice -> 'draft' ->> 'id')::bigint, (slice -> 'draft' ->> 'state')::smallint, NULL, at);
    END IF;
    PERFORM log_decision(bot, chat, (slice ->> 'turn')::bigint, slice -> 'decision', at);
$q$);

SELECT amend('memory_step', $q$ELSE p.notes END
$q$, $q$ELSE p.notes END,
            approval = CASE WHEN card ? 'approval' THEN (card ->> 'approval')::boolean ELSE p.approval END
$q$);

-- As before (0016), but for what waits for an operator, and with what has been overtaken while it did.
CREATE OR REPLACE FUNCTION unfinished_chats(ids text[]) RETURNS TABLE (bot_id text, chat_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    SELECT c.bot_id, c.chat_id FROM chats c
    WHERE c.bot_id = ANY (ids) AND (c.last_in_id > c.answered_up_to OR c.requeued > 0 OR c.open_out > 0)
        AND (c.open_out > 0 OR NOT EXISTS (SELECT FROM drafts d WHERE d.bot_id = c.bot_id AND d.chat_id = c.chat_id AND d.state = 0))
    UNION
    SELECT d.bot_id, d.chat_id FROM drafts d JOIN chats c ON c.bot_id = d.bot_id AND c.chat_id = d.chat_id
    WHERE d.bot_id = ANY (ids) AND d.state = 0 AND (d.version <> c.version OR d.turn <> c.turn OR d.expires_at <= (SELECT clock()))
    UNION
    SELECT i.bot_id, i.chat_id FROM initiatives i
    WHERE i.bot_id = ANY (ids) AND i.due_at <= (SELECT clock())
        AND NOT EXISTS (SELECT FROM drafts d WHERE d.bot_id = i.bot_id AND d.chat_id = i.chat_id AND d.state = 0)
    ORDER BY 1, 2
$$;

-- A silo of a version that knows no drafts erases them, too.
SELECT amend('erase_step', '        IF NOT held THEN RETURN', $q$        DELETE FROM drafts d WHERE d.bot_id = bot AND d.chat_id = chat;
        IF NOT held THEN RETURN$q$);

-- Deletes old drafts, a chunk at a time, but not what waits, unless its chat is gone. Rows that somebody else holds are left to the next call.
CREATE FUNCTION forget_drafts(keep int, most int) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
    WITH gone AS (
        DELETE FROM drafts WHERE ctid = ANY (ARRAY(
            SELECT d.ctid FROM drafts d
            WHERE d.at < (SELECT clock() - keep * interval '1 day')
                AND (d.state <> 0 OR NOT EXISTS (SELECT FROM chats c WHERE c.bot_id = d.bot_id AND c.chat_id = d.chat_id))
            LIMIT most FOR UPDATE SKIP LOCKED))
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
