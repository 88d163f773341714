-- Tokens that silos have taken of a bot's day (of the persona's calendar, counted from 0001-01-01), spent or not. told: that there are none left.

CREATE TABLE token_days (
    bot_id text COLLATE "C" NOT NULL,
    day    integer          NOT NULL,
    taken  bigint           NOT NULL DEFAULT 0,
    told   boolean          NOT NULL DEFAULT false,
    PRIMARY KEY (bot_id, day)
);

SELECT guard_events('token_days');

-- Answers how many were taken.
CREATE FUNCTION take_tokens(bot text, today int, date_of text, needed bigint, wanted bigint, most bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = multibot, pg_temp AS $$
DECLARE
    d token_days;
    granted bigint;
BEGIN
    INSERT INTO token_days (bot_id, day) VALUES (bot, today) ON CONFLICT DO NOTHING;
    SELECT * INTO d FROM token_days WHERE bot_id = bot AND day = today FOR UPDATE;
    granted := greatest(least(wanted, most - d.taken), 0);
    IF granted > 0 THEN
        UPDATE token_days SET taken = taken + granted WHERE bot_id = bot AND day = today;
    END IF;
    IF granted < needed AND NOT d.told THEN
        UPDATE token_days SET told = true WHERE bot_id = bot AND day = today;
        PERFORM log_event(bot, NULL, 'BudgetSpent', clock(), format('{"day":"%s","tokens":%s}', date_of, most));
    END IF;
    -- Older days are of no use any more.
    DELETE FROM token_days WHERE bot_id = bot AND day < today - 7;
    RETURN granted;
END
$$;
