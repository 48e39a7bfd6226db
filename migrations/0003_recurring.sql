-- What comes back every week, and what is different on one day.

-- A site is closed on public holidays unless it says that it is open.
ALTER TABLE sites ADD COLUMN open_holidays BIGINT NOT NULL DEFAULT 0 CHECK (open_holidays IN (0, 1));

CREATE TABLE closures (
    id      TEXT PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    -- The whole area when there is none.
    site_id TEXT REFERENCES sites (id),
    first   TEXT NOT NULL,
    last    TEXT NOT NULL,
    note    TEXT NOT NULL,
    CHECK (first <= last)
);
CREATE INDEX closures_area ON closures (area_id, last);

-- On which weekdays (1 is Monday) a donor is expected, where people know better than its past announcements.
CREATE TABLE usual_days (
    site_id TEXT NOT NULL REFERENCES sites (id),
    area_id TEXT NOT NULL REFERENCES areas (id),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    choice  TEXT NOT NULL CHECK (choice IN ('always', 'never')),
    PRIMARY KEY (site_id, weekday)
);
CREATE INDEX usual_days_area ON usual_days (area_id, weekday);

-- Who drives every week (or every so many weeks, counted from the week of the first day).
CREATE TABLE standing (
    id          TEXT PRIMARY KEY,
    area_id     TEXT NOT NULL REFERENCES areas (id),
    weekday     BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    person_id   TEXT NOT NULL REFERENCES people (id),
    vehicle_id  TEXT NOT NULL REFERENCES vehicles (id),
    from_time   TEXT NOT NULL,
    until_time  TEXT NOT NULL,
    start_id    TEXT NOT NULL REFERENCES sites (id),
    end_id      TEXT REFERENCES sites (id),
    first       TEXT NOT NULL,
    last        TEXT,
    every_weeks BIGINT NOT NULL CHECK (every_weeks BETWEEN 1 AND 4)
);
CREATE INDEX standing_area ON standing (area_id);

-- A shift that somebody is sought for is cancelled and has `wanted`: since when. `covers` is whom somebody stands in
-- for; it outlives the cover, so that one day never becomes every week.
ALTER TABLE shifts ADD COLUMN wanted BIGINT;
ALTER TABLE shifts ADD COLUMN covers TEXT REFERENCES people (id);
ALTER TABLE shifts ADD COLUMN standing_id TEXT REFERENCES standing (id);
-- A day that was cancelled or covered is there already, so it is never made again.
CREATE UNIQUE INDEX shifts_standing ON shifts (standing_id, date) WHERE standing_id IS NOT NULL;

CREATE TABLE swaps (
    id        TEXT PRIMARY KEY,
    area_id   TEXT NOT NULL REFERENCES areas (id),
    -- Who proposes, with the shift they give; and whose shift they ask for.
    person_id TEXT NOT NULL REFERENCES people (id),
    give_id   TEXT NOT NULL REFERENCES shifts (id),
    other_id  TEXT NOT NULL REFERENCES people (id),
    take_id   TEXT NOT NULL REFERENCES shifts (id),
    created   BIGINT NOT NULL,
    answer    TEXT CHECK (answer IN ('accepted', 'declined', 'withdrawn')),
    answered  BIGINT
);
CREATE INDEX swaps_open ON swaps (area_id) WHERE answer IS NULL;
CREATE INDEX swaps_give ON swaps (give_id);
CREATE INDEX swaps_take ON swaps (take_id);

-- The secret link of a person's calendar, by its digest.
CREATE TABLE calendars (
    person_id   TEXT PRIMARY KEY REFERENCES people (id),
    secret_hash TEXT NOT NULL UNIQUE,
    created     BIGINT NOT NULL
);

-- What a plan expects of donors that have not announced yet. No lots: nobody has these crates.
CREATE TABLE plan_expected (
    plan_id  TEXT NOT NULL,
    stop_id  TEXT NOT NULL,
    line     BIGINT NOT NULL,
    site_id  TEXT NOT NULL REFERENCES sites (id),
    category TEXT NOT NULL,
    class    TEXT NOT NULL CHECK (class IN ('ambient', 'chilled', 'fish', 'frozen', 'hot')),
    action   TEXT NOT NULL CHECK (action IN ('load', 'unload')),
    crates   BIGINT NOT NULL CHECK (crates > 0),
    grams    BIGINT NOT NULL CHECK (grams >= 0),
    reasons  TEXT NOT NULL,
    PRIMARY KEY (plan_id, stop_id, line),
    FOREIGN KEY (plan_id, stop_id) REFERENCES plan_stops (plan_id, stop_id)
);
