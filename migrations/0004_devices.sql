-- What phones sent, and what they did not.

-- What a person did lately, for what their phone should tell them.
CREATE INDEX ops_person ON ops (person_id, received);
-- Which numbers of a phone's count came.
CREATE INDEX ops_counted ON ops (area_id, occurred) WHERE device_seq IS NOT NULL;
CREATE INDEX ops_device ON ops (device_id, device_seq);

-- Acts that phones sent which may not send any more: not taken, but known. The phone keeps them until its person is let
-- in again; then the act itself arrives.
CREATE TABLE held_acts (
    op_id     TEXT PRIMARY KEY,
    area_id   TEXT NOT NULL REFERENCES areas (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    device_id TEXT NOT NULL REFERENCES devices (id),
    path      TEXT NOT NULL,
    occurred  BIGINT NOT NULL,
    received  BIGINT NOT NULL
);
CREATE INDEX held_acts_area ON held_acts (area_id, received);
CREATE INDEX held_acts_device ON held_acts (device_id);
