-- What scoring knows of its runs beyond the run itself, and the parts that their tasks have written.

CREATE TABLE scoring (
    run_id uuid PRIMARY KEY REFERENCES run ON DELETE CASCADE,
    family text NOT NULL,
    release_id bigint NOT NULL,
    release int NOT NULL,
    snapshot_id text NOT NULL,
    rows text NOT NULL CHECK (rows IN ('horizon', 'unlabelled', 'all')),
    cutoff bigint,
    columns jsonb NOT NULL,
    scored_at timestamptz NOT NULL,
    table_name text NOT NULL UNIQUE,
    published_at timestamptz,
    dropped_at timestamptz
);
CREATE INDEX scoring_by_family ON scoring (family, published_at DESC);
COMMENT ON TABLE scoring IS 'What each scoring run scores, and with what; fixed when the run is planned';
COMMENT ON COLUMN scoring.cutoff IS 'The time ordinal from which a horizon is counted; null for families without time';
COMMENT ON COLUMN scoring.table_name IS 'The table of the run''s predictions in this schema, until dropped_at';

CREATE TABLE part (
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    task_id uuid NOT NULL,
    first_sequence int NOT NULL,
    object text NOT NULL,
    rows bigint NOT NULL,
    PRIMARY KEY (run_id, task_id)
);
COMMENT ON TABLE part IS 'The Parquet part of each completed task, in bucket predictions, below _attempts until the run is complete';
