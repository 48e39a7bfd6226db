-- What a published plan was found to break by, once facts had changed: a new one is proposed once for the same.
ALTER TABLE plans ADD COLUMN broken_by TEXT NOT NULL DEFAULT '';
