-- A worker of an older version would misread what a newer one planned: it leaves the run to newer ones.
ALTER TABLE run ADD COLUMN plan_version int NOT NULL DEFAULT 1;
COMMENT ON COLUMN run.plan_version IS 'What a worker must know to work on the run: the version of its parameters, and of its plan once it has one';
