-- How much of the fairest use of the food a plan reaches, in percent; null where it was not reckoned.
ALTER TABLE plans ADD COLUMN fairest BIGINT;

-- What counts for how much in an area's plans, where it is not what the program ships with.
CREATE TABLE area_weights (
    area_id TEXT PRIMARY KEY REFERENCES areas (id),
    weights TEXT NOT NULL
);
