-- Rows that come by the key are written and removed with what they belong to by code that joins both sides. A foreign key looks
-- each of them up once more, which took as long as the rest of the insert (docs/adr/0011-rows-by-the-key-have-no-foreign-keys.md).
ALTER TABLE run_partition DROP CONSTRAINT IF EXISTS run_partition_run_id_fkey;
