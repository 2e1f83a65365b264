-- What training can be asked for: every start writes what it found. Specs are checked against it where they are handed in.
CREATE TABLE training.learner (
    name     text   PRIMARY KEY,
    version  int    NOT NULL,
    tasks    text[] NOT NULL,
    settings jsonb  NOT NULL
);
COMMENT ON TABLE training.learner IS 'The algorithms that training.algorithms may name, plug-ins among them';
COMMENT ON COLUMN training.learner.version IS 'Raised whenever the same rows and settings give another model';
COMMENT ON COLUMN training.learner.settings IS 'What a spec may set: name, usual, least, most, whole, meaning';

GRANT USAGE ON SCHEMA training TO ingestion;
GRANT SELECT ON training.learner TO ingestion, promotion, scoring;
