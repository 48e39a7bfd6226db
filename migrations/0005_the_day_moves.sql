-- What changes a day after its plan was published.

-- A shift that does not go on: its driver cannot, or its vehicle does not. What is on board waits where it stands.
CREATE TABLE halts (
    shift_id TEXT PRIMARY KEY REFERENCES shifts (id),
    site_id  TEXT NOT NULL REFERENCES sites (id),
    since    BIGINT NOT NULL
);

-- A point does not take a lot, said before it got there.
CREATE TABLE declined (
    lot_id  TEXT NOT NULL REFERENCES lots (id),
    site_id TEXT NOT NULL REFERENCES sites (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    date    TEXT NOT NULL,
    PRIMARY KEY (lot_id, site_id)
);
CREATE INDEX declined_day ON declined (area_id, date);
