-- Objects that no row names any more: named here in the transaction that deletes the last row, removed from storage later.
CREATE TABLE discarded (
    bucket text NOT NULL,
    object text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (bucket, object)
);
COMMENT ON TABLE discarded IS 'Objects in storage that no row of this service names any more; a rule of the retention removes them';
