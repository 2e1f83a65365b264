-- The tables of io.manymodels.work; they exist once in the schema of each service that owns runs.

CREATE TABLE run (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('ingestion', 'training', 'backtest', 'promotion', 'scoring')),
    family text NOT NULL,
    family_version int NOT NULL,
    cycle uuid,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    parameters jsonb NOT NULL,
    allowed_failures bigint,
    allowed_failure_share double precision,
    submitted_by text NOT NULL,
    expected bigint NOT NULL DEFAULT 0,
    succeeded bigint NOT NULL DEFAULT 0,
    fell_back bigint NOT NULL DEFAULT 0,
    skipped bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    open_tasks int NOT NULL DEFAULT 0,
    cancel_requested boolean NOT NULL DEFAULT false,
    submitted_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    problem_code text,
    problem_message text,
    result jsonb
);
CREATE INDEX run_by_family ON run (family, kind, submitted_at DESC);
CREATE INDEX run_by_cycle ON run (cycle) WHERE cycle IS NOT NULL;
COMMENT ON TABLE run IS 'An accountable piece of work over the partitions of a family';

CREATE TABLE run_partition (
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    sequence int NOT NULL,
    key text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('succeeded', 'fellBack', 'skipped', 'failed')),
    reason_code text,
    reason_message text,
    attempts int NOT NULL,
    seconds double precision NOT NULL,
    PRIMARY KEY (run_id, sequence)
);
COMMENT ON TABLE run_partition IS 'What became of each partition of a run, exactly once';

CREATE TABLE task (
    id uuid PRIMARY KEY,
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('plan', 'part', 'finish')),
    from_sequence int NOT NULL,
    to_sequence int NOT NULL,
    rows bigint NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'leased', 'done', 'split', 'abandoned', 'cancelled')),
    attempt int NOT NULL DEFAULT 0,
    epoch int NOT NULL DEFAULT 0,
    lease_until timestamptz,
    not_before timestamptz,
    enqueued_at timestamptz NOT NULL DEFAULT now(),
    worker text,
    last_error text,
    finished_at timestamptz
);
CREATE INDEX task_by_run ON task (run_id);
CREATE INDEX task_open ON task (state, enqueued_at) WHERE state IN ('pending', 'leased');
COMMENT ON TABLE task IS 'A contiguous range of partitions of a run: the unit that is leased, retried and fenced';

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    headers jsonb NOT NULL,
    payload text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE outbox IS 'Messages written in the transaction that makes them true, until the broker has them';

CREATE TABLE idempotency (
    key text NOT NULL,
    principal text NOT NULL,
    route text NOT NULL,
    body_sha256 text NOT NULL,
    status int,
    location text,
    body text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (key, principal, route)
);
COMMENT ON TABLE idempotency IS 'Answers to POSTs that carried an Idempotency-Key';

-- scoring owns the reporting views over every service's runs.
DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO scoring', current_schema());
    EXECUTE format('GRANT SELECT ON %I.run, %I.run_partition TO scoring', current_schema(), current_schema());
END $$;
