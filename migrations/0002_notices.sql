-- What people are told, how it reaches their phones, and what is done by the clock.

-- A notice says what was so when it was made. The same effect is told to a person once, for ever.
CREATE TABLE notices (
    id        TEXT PRIMARY KEY,
    area_id   TEXT NOT NULL REFERENCES areas (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    effect    TEXT NOT NULL,
    -- What it is about: of several with one tag only the newest is shown.
    tag       TEXT NOT NULL,
    news      TEXT NOT NULL,
    href      TEXT NOT NULL,
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    -- Until when an answer is awaited before somebody else is asked.
    answer_by BIGINT,
    answered  BIGINT,
    passed_on BIGINT,
    retracted BIGINT,
    UNIQUE (person_id, effect)
);
CREATE INDEX notices_person ON notices (person_id, created);
CREATE INDEX notices_tag ON notices (area_id, tag);
CREATE INDEX notices_awaited ON notices (area_id, answer_by)
    WHERE answer_by IS NOT NULL AND answered IS NULL AND passed_on IS NULL AND retracted IS NULL;
CREATE INDEX notices_area ON notices (area_id, created);

-- Where a phone's browser takes messages (RFC 8030), and the keys to encrypt them with (RFC 8291).
CREATE TABLE subscriptions (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    device_id TEXT NOT NULL UNIQUE REFERENCES devices (id),
    endpoint  TEXT NOT NULL UNIQUE,
    p256dh    TEXT NOT NULL,
    auth      TEXT NOT NULL,
    -- The public key of the server that the browser bound it to (RFC 8292).
    vapid     TEXT NOT NULL,
    created   BIGINT NOT NULL,
    renewed   BIGINT NOT NULL,
    -- When the push service refused the server itself.
    barred    BIGINT
);
CREATE INDEX subscriptions_person ON subscriptions (person_id);

-- One message to one browser. It leaves "waiting" before it is sent and never comes back unless it is certain that it was
-- not taken: at most once, even if the program dies in between. What stays in "sending" never got an answer.
CREATE TABLE pushes (
    notice_id       TEXT NOT NULL REFERENCES notices (id),
    subscription_id TEXT NOT NULL,
    -- Whether it shows the notice or takes it back.
    takes_back      BIGINT NOT NULL CHECK (takes_back IN (0, 1)),
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'taken', 'refused', 'gone', 'expired', 'withdrawn')),
    due             BIGINT NOT NULL,
    tries           BIGINT NOT NULL,
    status          BIGINT,
    changed         BIGINT NOT NULL,
    PRIMARY KEY (notice_id, subscription_id, takes_back)
);
CREATE INDEX pushes_due ON pushes (due) WHERE state = 'waiting';
CREATE INDEX pushes_subscription ON pushes (subscription_id) WHERE state = 'waiting';

-- What a person does not want pushed. In the app it stands all the same.
CREATE TABLE muted (
    person_id TEXT NOT NULL REFERENCES people (id),
    topic     TEXT NOT NULL,
    PRIMARY KEY (person_id, topic)
);

-- When a person's phone stays silent, local time; only what is urgent breaks it.
CREATE TABLE quiet_hours (
    person_id  TEXT PRIMARY KEY REFERENCES people (id),
    from_time  TEXT NOT NULL,
    until_time TEXT NOT NULL
);

-- The area's own times and minutes, as JSON; what is missing is as shipped.
CREATE TABLE area_rules (
    area_id TEXT PRIMARY KEY REFERENCES areas (id),
    rules   TEXT NOT NULL
);

-- A job of a local day. Its row is the claim: who inserts it runs it.
CREATE TABLE job_runs (
    area_id  TEXT NOT NULL REFERENCES areas (id),
    job      TEXT NOT NULL,
    date     TEXT NOT NULL,
    claimed  BIGINT NOT NULL,
    ended    BIGINT,
    outcome  TEXT CHECK (outcome IN ('done', 'idle', 'late', 'failed')),
    detail   TEXT NOT NULL,
    PRIMARY KEY (area_id, job, date)
);

-- When the area was last looked over. Whoever moves it on does the looking.
CREATE TABLE sweeps (
    area_id TEXT PRIMARY KEY REFERENCES areas (id),
    swept   BIGINT NOT NULL,
    told    BIGINT NOT NULL,
    failed  TEXT NOT NULL
);
