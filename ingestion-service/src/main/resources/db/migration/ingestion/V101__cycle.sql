-- Cycles, and the table of the scheduler that starts them (db-scheduler 16, PostgreSQL).

CREATE TABLE cycle (
    id uuid PRIMARY KEY,
    family text NOT NULL,
    family_version int NOT NULL,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'succeeded', 'failed', 'cancelled')),
    problem text,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
CREATE INDEX cycle_by_family ON cycle (family, started_at DESC);
COMMENT ON TABLE cycle IS 'Ingestion, training, promotion and scoring of a family, one started by the other';

CREATE TABLE cycle_step (
    cycle_id uuid NOT NULL REFERENCES cycle,
    position int NOT NULL,
    kind text NOT NULL,
    run uuid NOT NULL UNIQUE,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
    PRIMARY KEY (cycle_id, position)
);
COMMENT ON TABLE cycle_step IS 'The run of each step; its id is derived from the cycle''s';

CREATE TABLE scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
COMMENT ON TABLE scheduled_tasks IS 'When each family''s next cycle is due';
