-- Tokens that silos have taken of a bot's day (of the persona's calendar, counted from 0001-01-01), spent or not. told: that there are none left.

CREATE TABLE token_days (
    bot_id TEXT    NOT NULL,
    day    INTEGER NOT NULL,
    taken  INTEGER NOT NULL DEFAULT 0,
    told   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (bot_id, day)
) WITHOUT ROWID;
