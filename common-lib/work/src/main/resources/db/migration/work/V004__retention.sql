-- What was removed, and when each rule last ran: one process at a time runs a rule.
CREATE TABLE retention (
    rule text PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT '-infinity',
    finished_at timestamptz,
    removed bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE retention IS 'The rules by which this service forgets: when each last ran, and how much it has removed in all';

ALTER TABLE run ADD COLUMN swept_at timestamptz;
COMMENT ON COLUMN run.swept_at IS 'When what late attempts of the run left lying about was cleared away';
CREATE INDEX run_to_sweep ON run (finished_at) WHERE swept_at IS NULL;
CREATE INDEX run_by_end ON run (finished_at);
-- Runs of builds before this one are left as they are: theirs could publish and yet read as cancelled.
UPDATE run SET swept_at = finished_at WHERE finished_at IS NOT NULL;
