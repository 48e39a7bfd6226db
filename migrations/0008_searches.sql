-- Days that are being planned, and better plans that are searched for or were found. Whoever searches holds the claim.
CREATE TABLE searches (
    area_id TEXT NOT NULL REFERENCES areas (id),
    date    TEXT NOT NULL,
    -- Of the search that runs; null once it has found what it offers.
    claim   TEXT,
    -- When the search last said that it is alive, by the machine's own time whatever a demonstration's clock shows.
    beat    BIGINT NOT NULL,
    -- The plan that a better one is searched for; null while the day itself is being planned.
    base_id TEXT REFERENCES plans (id),
    done    BIGINT NOT NULL,
    total   BIGINT NOT NULL,
    placed  BIGINT NOT NULL,
    -- The better plan that was found.
    offer   TEXT,
    PRIMARY KEY (area_id, date)
);
CREATE INDEX searches_base ON searches (base_id);
