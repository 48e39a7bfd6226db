-- What a holder has is asked with its area.
DROP INDEX holdings_holder;
DROP INDEX holdings_live;
CREATE INDEX holdings_holder ON holdings (area_id, holder_kind, holder_id) WHERE crates > 0;
