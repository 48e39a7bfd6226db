-- What a person did lately, for what their phone should tell them.
CREATE INDEX ops_person ON ops (person_id, received);
