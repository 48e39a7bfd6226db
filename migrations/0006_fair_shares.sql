-- How much of the fairest use of the food a plan reaches, in percent; null where it was not reckoned.
ALTER TABLE plans ADD COLUMN fairest BIGINT;
