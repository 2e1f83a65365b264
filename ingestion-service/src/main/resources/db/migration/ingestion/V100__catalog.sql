-- Families, snapshots and their partitions; read by the other services.

CREATE TABLE family (
    name text PRIMARY KEY,
    current_version int NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
COMMENT ON TABLE family IS 'One declarative spec, and the many models trained from it';

CREATE TABLE family_version (
    family text NOT NULL REFERENCES family,
    version int NOT NULL,
    spec jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (family, version)
);
COMMENT ON TABLE family_version IS 'Every spec that a family ever had, in its canonical form';

CREATE TABLE snapshot (
    id text PRIMARY KEY,
    family text NOT NULL,
    family_version int NOT NULL,
    run_id uuid NOT NULL,
    rows bigint NOT NULL,
    partitions int NOT NULL,
    columns jsonb NOT NULL,
    time_axis jsonb,
    last_time bigint,
    profile jsonb NOT NULL,
    sealed_at timestamptz
);
CREATE INDEX snapshot_by_family ON snapshot (family, sealed_at DESC);
COMMENT ON TABLE snapshot IS 'The immutable outcome of an ingestion, named by its content; it counts once it is sealed';
COMMENT ON COLUMN snapshot.columns IS 'Array of {name, type, role, leak, advice} in the order of the file';
COMMENT ON COLUMN snapshot.last_time IS 'The largest time ordinal of a labelled row over all keys that passed';
COMMENT ON COLUMN snapshot.sealed_at IS 'When an ingestion last ended with this content; null until one did';

CREATE TABLE partition (
    snapshot_id text NOT NULL REFERENCES snapshot,
    sequence int NOT NULL,
    key text NOT NULL,
    tags jsonb NOT NULL,
    object text NOT NULL,
    first_row bigint NOT NULL,
    rows bigint NOT NULL,
    labelled_rows bigint NOT NULL,
    from_time bigint,
    to_time bigint,
    fingerprint text NOT NULL,
    profile jsonb NOT NULL,
    passed boolean NOT NULL,
    reason_code text,
    reason_message text,
    PRIMARY KEY (snapshot_id, sequence),
    UNIQUE (snapshot_id, key)
);
COMMENT ON TABLE partition IS 'All rows of a key in a snapshot: where they lie and what is known about them';

CREATE TABLE ingestion (
    run_id uuid PRIMARY KEY REFERENCES run ON DELETE CASCADE,
    snapshot_id text NOT NULL REFERENCES snapshot
);
COMMENT ON TABLE ingestion IS 'Which snapshot an ingestion came to; several may come to the same one';

GRANT USAGE ON SCHEMA catalog TO training, promotion, scoring, realtime;
GRANT SELECT ON family, family_version, snapshot, partition TO training, promotion, scoring, realtime;

CREATE VIEW reporting.partitions AS
SELECT s.family, p.snapshot_id AS snapshot, p.sequence, p.key, p.tags, p.rows, p.labelled_rows, p.from_time, p.to_time,
       p.fingerprint, p.passed, p.reason_code, p.reason_message, p.profile, s.sealed_at
FROM partition p JOIN snapshot s ON s.id = p.snapshot_id
WHERE s.sealed_at IS NOT NULL;
COMMENT ON VIEW reporting.partitions IS 'The partitions of every sealed snapshot';
COMMENT ON COLUMN reporting.partitions.family IS 'Name of the family';
COMMENT ON COLUMN reporting.partitions.snapshot IS 'Id of the snapshot';
COMMENT ON COLUMN reporting.partitions.sequence IS 'Place of the partition in its snapshot, from 0';
COMMENT ON COLUMN reporting.partitions.key IS 'Canonical text of the key';
COMMENT ON COLUMN reporting.partitions.tags IS 'Key columns and constant columns';
COMMENT ON COLUMN reporting.partitions.rows IS 'Rows of the partition';
COMMENT ON COLUMN reporting.partitions.labelled_rows IS 'Rows with a target';
COMMENT ON COLUMN reporting.partitions.from_time IS 'First time, as an ordinal: the integer itself, days or microseconds since 1970';
COMMENT ON COLUMN reporting.partitions.to_time IS 'Last time, as an ordinal';
COMMENT ON COLUMN reporting.partitions.fingerprint IS 'Changes whenever the rows do';
COMMENT ON COLUMN reporting.partitions.passed IS 'Whether the quality gate lets it be trained on';
COMMENT ON COLUMN reporting.partitions.reason_code IS 'Why not; or, where it passed, what it lacks';
COMMENT ON COLUMN reporting.partitions.reason_message IS 'The same in a sentence';
COMMENT ON COLUMN reporting.partitions.profile IS 'Missing values by column, duplicates, gaps';
COMMENT ON COLUMN reporting.partitions.sealed_at IS 'When the snapshot was sealed';
