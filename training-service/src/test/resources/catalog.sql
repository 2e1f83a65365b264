-- Schema catalog as the contracts tell it, for training's tests alone.
CREATE TABLE IF NOT EXISTS catalog.family (name text PRIMARY KEY, current_version int NOT NULL, created_at timestamptz, deleted_at timestamptz);
CREATE TABLE IF NOT EXISTS catalog.family_version (family text, version int, spec jsonb NOT NULL, created_at timestamptz, PRIMARY KEY (family, version));
CREATE TABLE IF NOT EXISTS catalog.snapshot (id text PRIMARY KEY, family text, family_version int, run_id uuid, rows bigint, partitions int,
    columns jsonb NOT NULL, time_axis jsonb, last_time bigint, profile jsonb NOT NULL, sealed_at timestamptz);
CREATE TABLE IF NOT EXISTS catalog.partition (snapshot_id text, sequence int, key text, tags jsonb, object text, first_row bigint, rows bigint,
    labelled_rows bigint, from_time bigint, to_time bigint, fingerprint text, profile jsonb, passed boolean, reason_code text,
    reason_message text, PRIMARY KEY (snapshot_id, sequence), UNIQUE (snapshot_id, key));
GRANT USAGE ON SCHEMA catalog TO training;
GRANT SELECT ON ALL TABLES IN SCHEMA catalog TO training;
