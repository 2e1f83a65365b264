-- Ends of runs: cancelled partitions are accounted for, and no row can take a way that the code does not know.

ALTER TABLE run ADD COLUMN cancelled bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN run.cancelled IS 'Partitions that the run was cancelled before';
COMMENT ON COLUMN run.open_tasks IS 'Tasks of any kind that are pending or leased, but for the sweep after the end';

ALTER TABLE run_partition DROP CONSTRAINT run_partition_outcome_check;
-- Not validated: what is there was held by a narrower one, and a scan of every night so far would stop the start.
ALTER TABLE run_partition ADD CONSTRAINT run_partition_outcome_check
    CHECK (outcome IN ('succeeded', 'fellBack', 'skipped', 'failed', 'cancelled')) NOT VALID;

-- Stages: stage 0 is the run's partitions, those after it are units without keys.
ALTER TABLE task ADD COLUMN stage int NOT NULL DEFAULT 0;
COMMENT ON COLUMN task.stage IS '0: the partitions; n: the n-th stage between the last partition and the end';
ALTER TABLE task DROP CONSTRAINT task_kind_check;
ALTER TABLE task ADD CONSTRAINT task_kind_check CHECK (kind IN ('plan', 'part', 'finish', 'sweep'));

-- A worker that dies takes all its tasks with it. Only what ran alone is known to have done it.
ALTER TABLE task ADD COLUMN suspect boolean NOT NULL DEFAULT false;
ALTER TABLE task ADD COLUMN alone boolean NOT NULL DEFAULT false;
ALTER TABLE task ADD COLUMN deaths int NOT NULL DEFAULT 0;
COMMENT ON COLUMN task.suspect IS 'A worker died or fell silent while it had this task: the next attempt runs alone in its process';
COMMENT ON COLUMN task.alone IS 'Whether the present attempt runs alone';
COMMENT ON COLUMN task.deaths IS 'Workers that died while they had this task alone';

-- Until now open_tasks counted parts alone.
UPDATE run SET open_tasks = (SELECT count(*) FROM task t WHERE t.run_id = run.id AND t.state IN ('pending', 'leased'))
WHERE state IN ('queued', 'running');

CREATE FUNCTION refuse_illegal_run_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT ((OLD.state = 'queued' AND NEW.state IN ('running', 'failed', 'cancelled'))
         OR (OLD.state = 'running' AND NEW.state IN ('succeeded', 'failed', 'cancelled'))) THEN
        RAISE EXCEPTION 'Run [%] is [%] and cannot become [%]', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER run_transition BEFORE UPDATE OF state ON run FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION refuse_illegal_run_transition();

CREATE FUNCTION refuse_illegal_task_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT ((OLD.state = 'pending' AND NEW.state IN ('leased', 'cancelled'))
         OR (OLD.state = 'leased' AND NEW.state IN ('pending', 'done', 'split', 'abandoned', 'cancelled'))) THEN
        RAISE EXCEPTION 'Task [%] is [%] and cannot become [%]', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'task_transition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER task_transition BEFORE UPDATE OF state ON task FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION refuse_illegal_task_transition();

-- Looked at when the transaction commits: the end of a run comes first in it, what the end brings along after.
CREATE FUNCTION refuse_unaccounted_partitions() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    r run%ROWTYPE;
BEGIN
    SELECT * INTO r FROM run WHERE id = NEW.id;
    IF r.state IN ('succeeded', 'cancelled')
       AND r.expected <> r.succeeded + r.fell_back + r.skipped + r.failed + r.cancelled THEN
        RAISE EXCEPTION 'Run [%] ended as [%] with [%] partitions expected and [%] accounted for', r.id, r.state, r.expected,
            r.succeeded + r.fell_back + r.skipped + r.failed + r.cancelled
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_accounts_for_every_partition';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER run_accounts_for_every_partition AFTER UPDATE OF state ON run DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state IN ('succeeded', 'cancelled')) EXECUTE FUNCTION refuse_unaccounted_partitions();
