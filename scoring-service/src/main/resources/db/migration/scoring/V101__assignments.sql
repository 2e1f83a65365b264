CREATE TABLE assignment (
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    sequence int NOT NULL,
    model_version_id bigint,
    rung text CHECK (rung IN ('own', 'previous', 'group', 'family', 'baseline')),
    PRIMARY KEY (run_id, sequence)
);
COMMENT ON TABLE assignment IS 'Which model answers for each partition of a run that is under way; gone when it is complete';
COMMENT ON COLUMN assignment.model_version_id IS 'production.model_version.id; null where no rung has a model for the key';
