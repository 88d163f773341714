-- Groups that became supergroups: what comes from «place» belongs to the chat that the group is. Two numbers of groups, and nobody's.
CREATE TABLE group_moves (
    bot_id   TEXT    NOT NULL,
    group_id INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    PRIMARY KEY (bot_id, group_id)
) WITHOUT ROWID;
