-- Where a shift begins and ends that is no site: "45.161200,9.703100 Via Roma 1"; empty where it is one.
ALTER TABLE shifts ADD COLUMN start_spot TEXT NOT NULL DEFAULT '';
ALTER TABLE shifts ADD COLUMN end_spot TEXT NOT NULL DEFAULT '';
ALTER TABLE standing ADD COLUMN start_spot TEXT NOT NULL DEFAULT '';
ALTER TABLE standing ADD COLUMN end_spot TEXT NOT NULL DEFAULT '';
