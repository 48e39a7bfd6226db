-- The break of a driver within a shift, such as "30 12:00-14:00"; empty where there is none.
ALTER TABLE shifts ADD COLUMN rest TEXT NOT NULL DEFAULT '';
ALTER TABLE standing ADD COLUMN rest TEXT NOT NULL DEFAULT '';
