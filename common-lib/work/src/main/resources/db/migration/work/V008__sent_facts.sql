-- What a broker took may be lost with it, or be missing in the one that is set up beside a restored database.
CREATE TABLE sent_fact (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    headers jsonb NOT NULL,
    payload text NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE sent_fact IS 'Facts that the broker took, for a while: they are sent again where the broker is another one';
CREATE TABLE broker (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    cluster text NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE broker IS 'The cluster id of the broker that messages were last sent to, and since when';
