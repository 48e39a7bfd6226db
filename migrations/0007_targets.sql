-- What notices lead to and what acts are about, instead of the addresses of pages.

ALTER TABLE notices RENAME COLUMN href TO target;
UPDATE notices SET target = CASE
    WHEN target = '/driver' THEN 'current-round'
    WHEN target LIKE '/driver?round=%' THEN 'round/' || substr(target, 15)
    WHEN target LIKE '/driver/stops/%' THEN 'stop/' || substr(target, 15)
    WHEN target = '/driver/aboard' THEN 'aboard'
    WHEN target = '/driver/shifts' THEN 'shifts'
    WHEN target LIKE '/donor?site=%' THEN 'donor/' || substr(target, 13)
    WHEN target LIKE '/point/arrivals?site=%' THEN 'arrivals/' || substr(target, 22)
    WHEN target LIKE '/point/history?site=%' THEN 'point-history/' || substr(target, 21)
    WHEN target = '/coordinator/alarms' THEN 'alarms'
    WHEN target = '/coordinator/plan' THEN 'plan'
    WHEN target = '/coordinator/fleet' THEN 'fleet'
    ELSE 'notices'
END;

-- The stop that a held act is about, if it is about one. A phone can name any: only those that some plan has are kept.
ALTER TABLE held_acts ADD COLUMN stop_id TEXT;
UPDATE held_acts SET stop_id = substr(path, 15, 36)
    WHERE path LIKE '/driver/stops/%'
    AND EXISTS (SELECT 1 FROM plan_stops WHERE plan_stops.stop_id = substr(held_acts.path, 15, 36));
ALTER TABLE held_acts DROP COLUMN path;
