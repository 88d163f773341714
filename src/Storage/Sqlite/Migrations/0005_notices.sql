-- What each bot's admin knows and is yet to be told, and the same of the fleet's; written with the positions of the subscriptions.
-- Codes and times, no texts of people.

CREATE TABLE notices (
    bot_id TEXT NOT NULL PRIMARY KEY,
    state  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE fleet_notices (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT    NOT NULL
);
