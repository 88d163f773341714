-- Tools that models call. calls: those of the decision's words, with what became of them; about: what an arranged message is to be about. Both under the
-- codec of the messages.
ALTER TABLE decisions ADD COLUMN calls bytea;
ALTER TABLE initiatives ADD COLUMN about bytea;

-- As before (0016), and with the calls: decision: { …, "calls"?: hex }.
CREATE OR REPLACE FUNCTION log_decision(bot text, chat bigint, of_turn bigint, decision jsonb, at timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO decisions (bot_id, id, chat_id, turn, kind, reason, at, inputs, prompt, calls)
    SELECT bot, next_block() + 1, chat, of_turn, (decision ->> 'kind')::smallint, decision ->> 'reason', at, (decision ->> 'inputs')::json,
        decode(decision ->> 'prompt', 'hex'), decode(decision ->> 'calls', 'hex')
    WHERE jsonb_typeof(decision) = 'object'
$$;

-- What a model arranged, for the chat as it is after the turn. False: another plan stands there by now.
CREATE FUNCTION arrange(c chats, plan jsonb, own uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    basis bigint := (plan ->> 'revision')::bigint;
BEGIN
    INSERT INTO initiatives AS i (bot_id, chat_id, revision, slice_id, version, turn, kind, due_at, planned_at, about)
    SELECT c.bot_id, c.chat_id, basis + 1, own, c.version, c.turn + 1, (plan ->> 'kind')::smallint, from_micros((plan ->> 'due')::bigint),
        from_micros((plan ->> 'planned')::bigint), decode(plan ->> 'about', 'hex')
    WHERE basis = 0 OR EXISTS (SELECT FROM initiatives p WHERE p.bot_id = c.bot_id AND p.chat_id = c.chat_id)
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET revision = excluded.revision, slice_id = excluded.slice_id, version = excluded.version,
        turn = excluded.turn, kind = excluded.kind, due_at = excluded.due_at, planned_at = excluded.planned_at, about = excluded.about
    WHERE i.revision = basis;
    RETURN FOUND;
END
$$;

SELECT amend('initiative_step',
    'kind, due_at, planned_at)',
    'kind, due_at, planned_at, about)',
    'from_micros((slice ->> ''planned'')::bigint))',
    'from_micros((slice ->> ''planned'')::bigint), decode(slice ->> ''about'', ''hex''))',
    'planned_at = excluded.planned_at',
    'planned_at = excluded.planned_at, about = excluded.about');

SELECT amend('take_initiative', 'planned_at = NULL,', 'planned_at = NULL, about = NULL,');

-- What the model asked for is done with the turn, or neither is.
SELECT amend('turn_step',
    'IF slice ? ''initiative'' THEN
        IF from_micros(',
    'IF slice ?| ARRAY[''initiative'', ''memory'', ''plan''] THEN
        IF slice ? ''initiative'' AND from_micros(',
    '-- Both are taken back when one of them is refused.',
    '-- All are taken back when one of them is refused.',
    'IF NOT take_initiative(c, slice -> ''initiative'', own, at) THEN
                RAISE EXCEPTION ''another plan, or a full day'' USING ERRCODE = ''MB003'';
            END IF;',
    'IF slice ? ''initiative'' AND NOT take_initiative(c, slice -> ''initiative'', own, at) THEN
                RAISE EXCEPTION ''another plan, or a full day'' USING ERRCODE = ''MB003'';
            END IF;
            IF slice ? ''memory'' AND memory_step(bot, at, slice -> ''memory'') IS NULL THEN
                RAISE EXCEPTION ''another memory'' USING ERRCODE = ''MB003'';
            END IF;
            IF slice ? ''plan'' AND NOT arrange(c, slice -> ''plan'', own) THEN
                RAISE EXCEPTION ''another plan'' USING ERRCODE = ''MB003'';
            END IF;',
    'PERFORM save_chat(c);',
    'PERFORM log_decision(bot, c.chat_id, c.turn, slice -> ''plan'' -> ''decision'', at);
    IF slice ? ''questions'' THEN
        PERFORM log_event(bot, c.chat_id, ''OperatorAsked'', at, format(''{"turn":%s,"questions":%s}'', c.turn, slice ->> ''questions''));
    END IF;
    PERFORM save_chat(c);');

-- Of a draft that waits for an operator they are recorded too, as not carried out.
SELECT amend('draft_step',
    'at, inputs, prompt)', 'at, inputs, prompt, calls)',
    'decode(made ->> ''prompt'', ''hex''))', 'decode(made ->> ''prompt'', ''hex''), decode(made ->> ''calls'', ''hex''))');
