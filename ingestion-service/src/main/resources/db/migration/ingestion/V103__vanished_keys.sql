-- What a delivery lacks that the one before had.

CREATE TABLE vanished (
    snapshot_id text NOT NULL REFERENCES snapshot,
    key text NOT NULL,
    tags jsonb NOT NULL,
    last_snapshot text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (snapshot_id, key)
);
COMMENT ON TABLE vanished IS 'Keys that a snapshot lacks and that the release before it still serves, until their retention is over';
COMMENT ON COLUMN vanished.tags IS 'As in the last snapshot that had the key';
COMMENT ON COLUMN vanished.last_snapshot IS 'The last snapshot that had the key';
COMMENT ON COLUMN vanished.since IS 'When an ingestion first missed it';
GRANT SELECT ON vanished TO training, promotion, scoring, realtime;

ALTER TABLE ingestion ADD COLUMN changes jsonb;
COMMENT ON COLUMN ingestion.changes IS 'How the snapshot differs from the one that the current release was made from';
