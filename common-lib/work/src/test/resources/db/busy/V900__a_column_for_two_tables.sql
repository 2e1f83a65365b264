ALTER TABLE busy_first ADD COLUMN added int;
ALTER TABLE busy_second ADD COLUMN added int;
