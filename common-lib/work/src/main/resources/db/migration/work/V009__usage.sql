-- What runs use, by step: written behind each try at a task, whatever became of it.
CREATE TABLE run_usage (
    run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
    step text NOT NULL,
    tasks bigint NOT NULL,
    seconds double precision NOT NULL,
    cpu_seconds double precision NOT NULL,
    bytes_read bigint NOT NULL,
    bytes_written bigint NOT NULL,
    PRIMARY KEY (run_id, step)
);
COMMENT ON TABLE run_usage IS 'Processor time and bytes by run and step, failed tries included';
COMMENT ON COLUMN run_usage.step IS 'plan, part, finish or sweep; with a number behind it in stages after the partitions';
COMMENT ON COLUMN run_usage.cpu_seconds IS 'Of the worker''s process, shared equally by the tasks that it worked on at a time';
COMMENT ON COLUMN run_usage.bytes_written IS 'To object storage';
-- scoring owns the reporting views over every service's runs.
DO $$
BEGIN
    EXECUTE format('GRANT SELECT ON %I.run_usage TO scoring', current_schema());
END $$;
