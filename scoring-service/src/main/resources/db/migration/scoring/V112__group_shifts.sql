-- How far the keys of groups are moved, while a run reconciles; gone with its end.
CREATE TABLE group_shift (
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    path jsonb NOT NULL,
    shifts double precision[] NOT NULL,
    PRIMARY KEY (run_id, path)
);
COMMENT ON TABLE group_shift IS 'For each finest group what is added to the forecast of a key in it, by step, for a unit of the variance of its error';
