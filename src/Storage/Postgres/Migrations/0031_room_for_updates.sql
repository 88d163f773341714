-- A message of ours is changed once, when it has left, within a second of being stored; half of the rows are such. At 75 % there was room on
-- the page for two new versions in five; the others took a place elsewhere and two index entries each. At 60 % it is two in three. Concerns
-- new pages only.
ALTER TABLE conversations SET (fillfactor = 60);
