-- docs/adr/0011-rows-by-the-key-have-no-foreign-keys.md; a snapshot's partitions are removed in the transaction that removes it.
ALTER TABLE partition DROP CONSTRAINT IF EXISTS partition_snapshot_id_fkey;
