-- Files that a coordinator sent to be taken in, kept for a day between looking at what they would change and taking them
-- in. Their content goes once they are taken in.
CREATE TABLE uploads (
    id        TEXT NOT NULL,
    area_id   TEXT NOT NULL REFERENCES areas (id),
    position  BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    created   BIGINT NOT NULL,
    name      TEXT NOT NULL,
    content   BYTEA NOT NULL,
    -- When it was taken in.
    taken     BIGINT,
    PRIMARY KEY (area_id, id, position)
);
CREATE INDEX uploads_person ON uploads (person_id);
