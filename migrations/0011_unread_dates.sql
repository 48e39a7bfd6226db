-- Whether somebody said the shelf date. Until then shelf_date is the day of the announcement, the earliest it could be.
ALTER TABLE lots ADD COLUMN date_said BIGINT NOT NULL DEFAULT 1 CHECK (date_said IN (0, 1));
-- The act that read the date on the label; taken back with it.
ALTER TABLE lots ADD COLUMN label_op_id TEXT REFERENCES ops (id);
CREATE INDEX lots_label ON lots (label_op_id);
-- The announcement of an act is what the message after it names.
CREATE INDEX announcements_op ON announcements (op_id);
