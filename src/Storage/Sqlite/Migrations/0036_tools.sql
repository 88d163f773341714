-- Tools that models call. calls: those of the decision's words, with what became of them; about: what an arranged message is to be about. Both under the
-- codec of the messages.
ALTER TABLE decisions ADD COLUMN calls BLOB;
ALTER TABLE initiatives ADD COLUMN about BLOB;
