CREATE TABLE active_scoring (
    family text NOT NULL,
    release_id bigint NOT NULL,
    run_id uuid NOT NULL UNIQUE REFERENCES run ON DELETE CASCADE,
    claimed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (family, release_id)
);
COMMENT ON TABLE active_scoring IS 'The run that scores a release of a family, or did last: at most one is under way';
COMMENT ON COLUMN active_scoring.release_id IS 'production.release.id: the run may publish only while this release is current';
