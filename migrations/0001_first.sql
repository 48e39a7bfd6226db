-- One text for SQLite and PostgreSQL. Ids are UUIDs as text; instants are UTC milliseconds; local days are ISO dates as
-- text; quantities are integers; booleans are 0 or 1.

CREATE TABLE areas (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    zone       TEXT NOT NULL,
    -- Each write takes its area's row first, so that writes to one area are one after the other.
    revision   BIGINT NOT NULL DEFAULT 0,
    chain_seq  BIGINT NOT NULL DEFAULT 0,
    chain_hash TEXT NOT NULL,
    last_lot   BIGINT NOT NULL DEFAULT 0,
    demo       BIGINT NOT NULL DEFAULT 0 CHECK (demo IN (0, 1))
);

CREATE TABLE towns (
    area_id  TEXT NOT NULL REFERENCES areas (id),
    code     TEXT NOT NULL,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    lat      DOUBLE PRECISION NOT NULL,
    lon      DOUBLE PRECISION NOT NULL,
    boundary TEXT,
    PRIMARY KEY (area_id, code)
);

CREATE TABLE sites (
    id              TEXT PRIMARY KEY,
    area_id         TEXT NOT NULL REFERENCES areas (id),
    code            TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('donor', 'point', 'hub')),
    name            TEXT NOT NULL,
    town_code       TEXT NOT NULL,
    lat             DOUBLE PRECISION NOT NULL,
    lon             DOUBLE PRECISION NOT NULL,
    approximate     BIGINT NOT NULL CHECK (approximate IN (0, 1)),
    address         TEXT NOT NULL,
    phone           TEXT NOT NULL,
    notes           TEXT NOT NULL,
    opening         TEXT NOT NULL,
    service_seconds BIGINT NOT NULL CHECK (service_seconds >= 0),
    families        BIGINT NOT NULL CHECK (families >= 0),
    persons         BIGINT NOT NULL CHECK (persons >= 0),
    room_ambient    BIGINT NOT NULL CHECK (room_ambient >= 0),
    room_chilled    BIGINT NOT NULL CHECK (room_chilled >= 0),
    room_fish       BIGINT NOT NULL CHECK (room_fish >= 0),
    room_frozen     BIGINT NOT NULL CHECK (room_frozen >= 0),
    room_hot        BIGINT NOT NULL CHECK (room_hot >= 0),
    refused         TEXT NOT NULL,
    active          BIGINT NOT NULL CHECK (active IN (0, 1)),
    UNIQUE (area_id, code),
    FOREIGN KEY (area_id, town_code) REFERENCES towns (area_id, code)
);

CREATE TABLE vehicles (
    id           TEXT PRIMARY KEY,
    area_id      TEXT NOT NULL REFERENCES areas (id),
    code         TEXT NOT NULL,
    name         TEXT NOT NULL,
    home_id      TEXT NOT NULL REFERENCES sites (id),
    crates       BIGINT NOT NULL CHECK (crates > 0),
    grams        BIGINT NOT NULL CHECK (grams > 0),
    refrigerated BIGINT NOT NULL CHECK (refrigerated IN (0, 1)),
    insulated    BIGINT NOT NULL CHECK (insulated >= 0),
    active       BIGINT NOT NULL CHECK (active IN (0, 1)),
    UNIQUE (area_id, code)
);

CREATE TABLE people (
    id       TEXT PRIMARY KEY,
    area_id  TEXT NOT NULL REFERENCES areas (id),
    code     TEXT NOT NULL,
    name     TEXT NOT NULL,
    phone    TEXT NOT NULL,
    language TEXT NOT NULL,
    active   BIGINT NOT NULL CHECK (active IN (0, 1)),
    UNIQUE (area_id, code)
);

CREATE TABLE grants (
    person_id TEXT NOT NULL REFERENCES people (id),
    role      TEXT NOT NULL CHECK (role IN ('donor', 'driver', 'point', 'coordinator')),
    -- Empty for roles held in the whole area.
    site_id   TEXT NOT NULL,
    PRIMARY KEY (person_id, role, site_id)
);

CREATE TABLE invitations (
    code_hash TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    reusable  BIGINT NOT NULL CHECK (reusable IN (0, 1)),
    used      BIGINT
);
CREATE INDEX invitations_end ON invitations (expires);

CREATE TABLE devices (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES people (id),
    token_hash TEXT NOT NULL UNIQUE,
    label      TEXT NOT NULL,
    created    BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    revoked    BIGINT
);
CREATE INDEX devices_person ON devices (person_id);

CREATE TABLE shifts (
    id         TEXT PRIMARY KEY,
    area_id    TEXT NOT NULL REFERENCES areas (id),
    date       TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES people (id),
    vehicle_id TEXT NOT NULL REFERENCES vehicles (id),
    from_at    BIGINT NOT NULL,
    until_at   BIGINT NOT NULL,
    start_id   TEXT NOT NULL REFERENCES sites (id),
    end_id     TEXT REFERENCES sites (id),
    cancelled  BIGINT NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
    CHECK (from_at < until_at)
);
CREATE INDEX shifts_day ON shifts (area_id, date);

-- An act of a person, whatever it led to. Its id is made by the phone and counts once, for ever.
CREATE TABLE ops (
    id         TEXT PRIMARY KEY,
    area_id    TEXT NOT NULL REFERENCES areas (id),
    kind       TEXT NOT NULL,
    person_id  TEXT NOT NULL REFERENCES people (id),
    device_id  TEXT REFERENCES devices (id),
    device_seq BIGINT,
    occurred   BIGINT NOT NULL,
    received   BIGINT NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('done', 'conflict')),
    -- What the person was told, so that a repeated act gets the same answer.
    answer     TEXT NOT NULL,
    undone     TEXT REFERENCES ops (id)
);
CREATE INDEX ops_conflicts ON ops (area_id, received) WHERE outcome = 'conflict';

CREATE TABLE photos (
    id      TEXT PRIMARY KEY,
    area_id TEXT NOT NULL REFERENCES areas (id),
    created BIGINT NOT NULL,
    jpeg    BYTEA NOT NULL
);

CREATE TABLE announcements (
    id        TEXT PRIMARY KEY,
    area_id   TEXT NOT NULL REFERENCES areas (id),
    site_id   TEXT NOT NULL REFERENCES sites (id),
    date      TEXT NOT NULL,
    op_id     TEXT NOT NULL REFERENCES ops (id),
    created   BIGINT NOT NULL,
    note      TEXT NOT NULL,
    -- Whether the donor said that it has nothing on this day.
    none_today BIGINT NOT NULL CHECK (none_today IN (0, 1))
);
CREATE INDEX announcements_site ON announcements (site_id, date);

CREATE TABLE lots (
    id              TEXT PRIMARY KEY,
    area_id         TEXT NOT NULL REFERENCES areas (id),
    number          BIGINT NOT NULL,
    announcement_id TEXT NOT NULL REFERENCES announcements (id),
    site_id         TEXT NOT NULL REFERENCES sites (id),
    -- The code of an imported announcement; empty otherwise.
    code            TEXT NOT NULL,
    date            TEXT NOT NULL,
    category        TEXT NOT NULL,
    class           TEXT NOT NULL CHECK (class IN ('ambient', 'chilled', 'fish', 'frozen', 'hot')),
    date_kind       TEXT NOT NULL CHECK (date_kind IN ('use-by', 'best-before', 'none')),
    shelf_date      TEXT,
    crates          BIGINT NOT NULL CHECK (crates > 0),
    grams           BIGINT NOT NULL CHECK (grams >= 0),
    ready_from      BIGINT NOT NULL,
    ready_until     BIGINT NOT NULL,
    photo_id        TEXT REFERENCES photos (id),
    UNIQUE (area_id, number),
    CHECK (ready_from < ready_until),
    CHECK ((date_kind = 'none') = (shelf_date IS NULL))
);
CREATE INDEX lots_day ON lots (area_id, date);
CREATE INDEX lots_site ON lots (site_id, date);
CREATE INDEX lots_announcement ON lots (announcement_id);
CREATE INDEX lots_photo ON lots (photo_id) WHERE photo_id IS NOT NULL;
CREATE UNIQUE INDEX lots_code ON lots (area_id, code) WHERE code <> '';

-- The ledger. Rows are only ever added.
CREATE TABLE movements (
    area_id     TEXT NOT NULL REFERENCES areas (id),
    seq         BIGINT NOT NULL,
    id          TEXT NOT NULL UNIQUE,
    lot_id      TEXT NOT NULL REFERENCES lots (id),
    from_kind   TEXT NOT NULL,
    from_id     TEXT NOT NULL,
    to_kind     TEXT NOT NULL,
    to_id       TEXT NOT NULL,
    crates      BIGINT NOT NULL CHECK (crates > 0),
    grams       BIGINT NOT NULL CHECK (grams >= 0),
    temperature BIGINT,
    why         TEXT,
    note        TEXT NOT NULL,
    corrects    TEXT UNIQUE REFERENCES movements (id),
    stop_id     TEXT,
    flag        TEXT,
    op_id       TEXT NOT NULL REFERENCES ops (id),
    occurred    BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    person_id   TEXT NOT NULL REFERENCES people (id),
    device_id   TEXT REFERENCES devices (id),
    device_seq  BIGINT,
    hash        TEXT NOT NULL,
    PRIMARY KEY (area_id, seq)
);
CREATE INDEX movements_lot ON movements (lot_id, seq);
CREATE INDEX movements_op ON movements (op_id);
CREATE INDEX movements_to ON movements (to_kind, to_id, occurred);
CREATE INDEX movements_from ON movements (from_kind, from_id, occurred);
CREATE INDEX movements_flagged ON movements (area_id, received) WHERE flag IS NOT NULL;

-- What each holder has now: follows from the movements, kept beside them in the same transaction, and verified by `check`.
CREATE TABLE holdings (
    lot_id      TEXT NOT NULL REFERENCES lots (id),
    holder_kind TEXT NOT NULL,
    holder_id   TEXT NOT NULL,
    area_id     TEXT NOT NULL REFERENCES areas (id),
    crates      BIGINT NOT NULL,
    grams       BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    PRIMARY KEY (lot_id, holder_kind, holder_id),
    CHECK (holder_kind = 'supplier' OR (crates >= 0 AND grams >= 0))
);
CREATE INDEX holdings_holder ON holdings (holder_kind, holder_id) WHERE crates > 0;
CREATE INDEX holdings_live ON holdings (area_id, holder_kind) WHERE crates > 0;

CREATE TABLE rounds (
    id         TEXT PRIMARY KEY,
    area_id    TEXT NOT NULL REFERENCES areas (id),
    date       TEXT NOT NULL,
    number     BIGINT NOT NULL,
    shift_id   TEXT NOT NULL UNIQUE REFERENCES shifts (id),
    vehicle_id TEXT NOT NULL REFERENCES vehicles (id),
    person_id  TEXT NOT NULL REFERENCES people (id),
    ended      BIGINT,
    UNIQUE (area_id, date, number)
);
CREATE INDEX rounds_person ON rounds (person_id, date);

CREATE TABLE plans (
    id        TEXT PRIMARY KEY,
    area_id   TEXT NOT NULL REFERENCES areas (id),
    date      TEXT NOT NULL,
    version   BIGINT NOT NULL,
    -- A draft is a proposal; at most one plan of a day is published, and the ones before it are past.
    state     TEXT NOT NULL CHECK (state IN ('draft', 'published', 'past')),
    seed      BIGINT NOT NULL,
    created   BIGINT NOT NULL,
    published BIGINT,
    person_id TEXT REFERENCES people (id),
    lost      BIGINT NOT NULL,
    unfair    BIGINT NOT NULL,
    effort    BIGINT NOT NULL,
    change    BIGINT NOT NULL,
    estimated BIGINT NOT NULL CHECK (estimated IN (0, 1)),
    UNIQUE (area_id, date, version)
);
CREATE UNIQUE INDEX plans_published ON plans (area_id, date) WHERE state = 'published';
CREATE UNIQUE INDEX plans_draft ON plans (area_id, date) WHERE state = 'draft';

CREATE TABLE plan_rounds (
    plan_id  TEXT NOT NULL REFERENCES plans (id),
    round_id TEXT NOT NULL REFERENCES rounds (id),
    depart   BIGINT NOT NULL,
    finish   BIGINT NOT NULL,
    metres   BIGINT NOT NULL,
    driving  BIGINT NOT NULL,
    PRIMARY KEY (plan_id, round_id)
);
CREATE INDEX plan_rounds_round ON plan_rounds (round_id);

CREATE TABLE plan_stops (
    plan_id  TEXT NOT NULL,
    stop_id  TEXT NOT NULL,
    round_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    site_id  TEXT NOT NULL REFERENCES sites (id),
    arrive   BIGINT NOT NULL,
    start_at BIGINT NOT NULL,
    depart   BIGINT NOT NULL,
    PRIMARY KEY (plan_id, stop_id),
    UNIQUE (plan_id, round_id, position),
    FOREIGN KEY (plan_id, round_id) REFERENCES plan_rounds (plan_id, round_id)
);
CREATE INDEX plan_stops_site ON plan_stops (plan_id, site_id);
CREATE INDEX plan_stops_stop ON plan_stops (stop_id);

CREATE TABLE plan_loads (
    plan_id TEXT NOT NULL,
    stop_id TEXT NOT NULL,
    line    BIGINT NOT NULL,
    lot_id  TEXT NOT NULL REFERENCES lots (id),
    action  TEXT NOT NULL CHECK (action IN ('load', 'unload')),
    crates  BIGINT NOT NULL CHECK (crates > 0),
    grams   BIGINT NOT NULL CHECK (grams >= 0),
    cold    BIGINT,
    reasons TEXT NOT NULL,
    PRIMARY KEY (plan_id, stop_id, line),
    FOREIGN KEY (plan_id, stop_id) REFERENCES plan_stops (plan_id, stop_id)
);
CREATE INDEX plan_loads_lot ON plan_loads (lot_id);

CREATE TABLE plan_left (
    plan_id TEXT NOT NULL REFERENCES plans (id),
    line    BIGINT NOT NULL,
    lot_id  TEXT NOT NULL REFERENCES lots (id),
    crates  BIGINT NOT NULL CHECK (crates > 0),
    grams   BIGINT NOT NULL CHECK (grams >= 0),
    code    TEXT NOT NULL,
    fix     TEXT,
    PRIMARY KEY (plan_id, line)
);

-- How a planned visit ended; the newest row of a stop counts. Rows are only ever added.
CREATE TABLE visits (
    stop_id  TEXT NOT NULL,
    seq      BIGINT NOT NULL,
    area_id  TEXT NOT NULL REFERENCES areas (id),
    round_id TEXT NOT NULL REFERENCES rounds (id),
    site_id  TEXT NOT NULL REFERENCES sites (id),
    op_id    TEXT NOT NULL REFERENCES ops (id),
    outcome  TEXT NOT NULL CHECK (outcome IN ('done', 'closed', 'unreachable', 'reopened')),
    occurred BIGINT NOT NULL,
    note     TEXT NOT NULL,
    PRIMARY KEY (stop_id, seq)
);
CREATE INDEX visits_round ON visits (round_id);
CREATE INDEX visits_op ON visits (op_id);

-- What a driver tells the coordinator during a round.
CREATE TABLE problems (
    op_id    TEXT PRIMARY KEY REFERENCES ops (id),
    area_id  TEXT NOT NULL REFERENCES areas (id),
    round_id TEXT NOT NULL REFERENCES rounds (id),
    kind     TEXT NOT NULL CHECK (kind IN ('late', 'vehicle', 'road', 'person', 'other')),
    minutes  BIGINT NOT NULL CHECK (minutes >= 0),
    note     TEXT NOT NULL,
    occurred BIGINT NOT NULL,
    settled  BIGINT
);
CREATE INDEX problems_round ON problems (round_id);

-- Crates given out at a point: how many families and persons, never who.
CREATE TABLE handouts (
    op_id    TEXT PRIMARY KEY REFERENCES ops (id),
    area_id  TEXT NOT NULL REFERENCES areas (id),
    site_id  TEXT NOT NULL REFERENCES sites (id),
    date     TEXT NOT NULL,
    families BIGINT NOT NULL CHECK (families >= 0),
    persons  BIGINT NOT NULL CHECK (persons >= families),
    occurred BIGINT NOT NULL
);
CREATE INDEX handouts_site ON handouts (site_id, occurred);

-- Reference data with its source; the newest version of a category counts.
CREATE TABLE cold_limits (
    area_id   TEXT NOT NULL REFERENCES areas (id),
    category  TEXT NOT NULL,
    version   BIGINT NOT NULL,
    coldest   BIGINT,
    warmest   BIGINT,
    tolerated BIGINT,
    warn      BIGINT NOT NULL CHECK (warn > 0),
    last      BIGINT NOT NULL CHECK (last >= warn),
    source    TEXT NOT NULL,
    since     BIGINT NOT NULL,
    PRIMARY KEY (area_id, category, version)
);
