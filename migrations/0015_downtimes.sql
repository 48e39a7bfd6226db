-- Days on which a vehicle that is in use cannot drive, and why.
CREATE TABLE downtimes (
    id         TEXT PRIMARY KEY,
    area_id    TEXT NOT NULL REFERENCES areas (id),
    vehicle_id TEXT NOT NULL REFERENCES vehicles (id),
    first      TEXT NOT NULL,
    last       TEXT NOT NULL,
    reason     TEXT NOT NULL
);
CREATE INDEX downtimes_area ON downtimes (area_id, last);
CREATE INDEX downtimes_vehicle ON downtimes (vehicle_id);

-- Shifts that are sought only because their driver or vehicle was gone: they are given back when that is over.
CREATE TABLE vacated (
    shift_id TEXT PRIMARY KEY REFERENCES shifts (id) ON DELETE CASCADE,
    area_id  TEXT NOT NULL REFERENCES areas (id)
);
CREATE INDEX vacated_area ON vacated (area_id);
