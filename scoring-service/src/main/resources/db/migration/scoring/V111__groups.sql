-- By which columns the keys of a run make groups whose forecasts are published too.
ALTER TABLE scoring ADD COLUMN groups jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN scoring.groups IS 'Columns that make nested groups of keys, from coarse to fine; empty for none';
