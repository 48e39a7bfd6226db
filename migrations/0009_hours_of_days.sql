-- Hours that a place has on some days instead of its usual ones, such as an appointment. Empty: it is closed, as before.
ALTER TABLE closures ADD COLUMN hours TEXT NOT NULL DEFAULT '';
