-- Schema catalog as the contracts tell it, for promotion's tests alone.
CREATE TABLE catalog.family (name text PRIMARY KEY, current_version int NOT NULL, created_at timestamptz, deleted_at timestamptz);
CREATE TABLE catalog.family_version (family text, version int, spec jsonb NOT NULL, created_at timestamptz, PRIMARY KEY (family, version));
CREATE TABLE catalog.partition (snapshot_id text, sequence int, key text, tags jsonb, object text, first_row bigint, rows bigint,
    labelled_rows bigint, from_time bigint, to_time bigint, fingerprint text, profile jsonb, passed boolean, reason_code text,
    reason_message text, PRIMARY KEY (snapshot_id, sequence), UNIQUE (snapshot_id, key));
GRANT USAGE ON SCHEMA catalog TO promotion;
GRANT SELECT ON ALL TABLES IN SCHEMA catalog TO promotion;
