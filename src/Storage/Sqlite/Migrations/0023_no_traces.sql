-- From this schema on what is deleted is overwritten (PRAGMA secure_delete); what earlier versions deleted goes with the VACUUM of the start that finds this row gone.
CREATE TABLE traces (
    id INTEGER PRIMARY KEY CHECK (id = 1)
);

INSERT INTO traces SELECT 1 WHERE EXISTS (SELECT 1 FROM bots);
