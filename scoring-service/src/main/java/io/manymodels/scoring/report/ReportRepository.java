package io.manymodels.scoring.report;

import io.manymodels.work.cost.CostProperties;
import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Creates the views over the tables of several services. */
@Repository
class ReportRepository {

    private static final List<String> SCHEMAS = List.of("catalog", "training", "production", "predictions");

    private static final String RUNS = """
            CREATE OR REPLACE VIEW reporting.runs AS {union};
            COMMENT ON VIEW reporting.runs IS 'Runs of every service: ingestions, trainings, backtests, promotions, scorings';
            COMMENT ON COLUMN reporting.runs.run_id IS 'Id of the run';
            COMMENT ON COLUMN reporting.runs.kind IS 'ingestion, training, backtest, promotion or scoring';
            COMMENT ON COLUMN reporting.runs.family IS 'Family that it works on';
            COMMENT ON COLUMN reporting.runs.family_version IS 'Version of the family spec that it uses';
            COMMENT ON COLUMN reporting.runs.cycle_id IS 'Cycle that it is a step of; null for a run by itself';
            COMMENT ON COLUMN reporting.runs.state IS 'queued, running, succeeded, failed or cancelled';
            COMMENT ON COLUMN reporting.runs.expected IS 'Partitions that the run must account for';
            COMMENT ON COLUMN reporting.runs.succeeded IS 'Partitions done';
            COMMENT ON COLUMN reporting.runs.fell_back IS 'Partitions for which a lower rung of the ladder stands in';
            COMMENT ON COLUMN reporting.runs.skipped IS 'Partitions with nothing to do';
            COMMENT ON COLUMN reporting.runs.failed IS 'Partitions that could not be done';
            COMMENT ON COLUMN reporting.runs.cancelled IS 'Partitions that the run was cancelled before';
            COMMENT ON COLUMN reporting.runs.submitted_by IS 'Who or what submitted the run';
            COMMENT ON COLUMN reporting.runs.submitted_at IS 'When it was submitted';
            COMMENT ON COLUMN reporting.runs.started_at IS 'When its first task began';
            COMMENT ON COLUMN reporting.runs.finished_at IS 'When it reached a final state';
            COMMENT ON COLUMN reporting.runs.problem_code IS 'Why it failed, as a stable code';
            COMMENT ON COLUMN reporting.runs.problem_message IS 'Why it failed, in words'
            """;
    private static final String RUN = """
            SELECT id AS run_id, kind, family, family_version, cycle AS cycle_id, state, expected, succeeded, fell_back,
                   skipped, failed, submitted_by, submitted_at, started_at, finished_at, problem_code, problem_message,
                   cancelled
            FROM %s.run
            """;

    private static final String RUN_PARTITIONS = """
            CREATE OR REPLACE VIEW reporting.run_partitions AS {union};
            COMMENT ON VIEW reporting.run_partitions IS 'What became of each partition of each run';
            COMMENT ON COLUMN reporting.run_partitions.run_id IS 'Id of the run';
            COMMENT ON COLUMN reporting.run_partitions.kind IS 'Kind of the run';
            COMMENT ON COLUMN reporting.run_partitions.family IS 'Family that the run works on';
            COMMENT ON COLUMN reporting.run_partitions.sequence IS 'Number of the partition in the run';
            COMMENT ON COLUMN reporting.run_partitions.key IS 'Key of the partition, as a JSON object of its key columns';
            COMMENT ON COLUMN reporting.run_partitions.outcome IS 'succeeded, fellBack, skipped, failed or cancelled';
            COMMENT ON COLUMN reporting.run_partitions.reason_code IS 'Why, as a stable code; null for a plain success';
            COMMENT ON COLUMN reporting.run_partitions.reason_message IS 'Why, in words';
            COMMENT ON COLUMN reporting.run_partitions.attempts IS 'Tries that it took';
            COMMENT ON COLUMN reporting.run_partitions.seconds IS 'Time spent on it'
            """;
    private static final String RUN_PARTITION = """
            SELECT p.run_id, r.kind, r.family, p.sequence, p.key::jsonb AS key, p.outcome, p.reason_code,
                   p.reason_message, p.attempts, p.seconds
            FROM %1$s.run_partition p JOIN %1$s.run r ON r.id = p.run_id
            """;

    private static final String COSTS = """
            CREATE OR REPLACE VIEW reporting.costs AS
            SELECT u.run_id, u.kind, u.family, u.cycle_id, u.submitted_at, u.step, u.tasks, u.seconds, u.cpu_seconds,
                   u.bytes_read, u.bytes_written,
                   u.cpu_seconds / 3600 * p.cpu_hour + u.bytes_written / 1e9 * p.gb_written AS cost,
                   u.bytes_written / 1e9 * p.gb_month AS storage_cost_a_month, p.currency
            FROM ({union}) u CROSS JOIN predictions.price p;
            COMMENT ON VIEW reporting.costs IS 'What each step of each run used, and what that costs at the prices of now';
            COMMENT ON COLUMN reporting.costs.run_id IS 'Id of the run';
            COMMENT ON COLUMN reporting.costs.kind IS 'Kind of the run';
            COMMENT ON COLUMN reporting.costs.family IS 'Family that the run works on';
            COMMENT ON COLUMN reporting.costs.cycle_id IS 'Cycle that the run is a step of; null for a run by itself';
            COMMENT ON COLUMN reporting.costs.submitted_at IS 'When the run was submitted';
            COMMENT ON COLUMN reporting.costs.step IS 'plan, part, finish or sweep; with a number behind it in stages after the partitions';
            COMMENT ON COLUMN reporting.costs.tasks IS 'Tries at tasks, those that failed included';
            COMMENT ON COLUMN reporting.costs.seconds IS 'Time that these took, added up';
            COMMENT ON COLUMN reporting.costs.cpu_seconds IS 'Processor time of the worker''s process, shared with the tasks that ran beside';
            COMMENT ON COLUMN reporting.costs.bytes_read IS 'Read from object storage';
            COMMENT ON COLUMN reporting.costs.bytes_written IS 'Written to object storage';
            COMMENT ON COLUMN reporting.costs.cost IS 'Of processor time and writing; 0 where no prices are set';
            COMMENT ON COLUMN reporting.costs.storage_cost_a_month IS 'Of keeping what was written for a month';
            COMMENT ON COLUMN reporting.costs.currency IS 'Of both costs'
            """;
    private static final String COST = """
            SELECT c.run_id, r.kind, r.family, r.cycle AS cycle_id, r.submitted_at, c.step, c.tasks, c.seconds,
                   c.cpu_seconds, c.bytes_read, c.bytes_written
            FROM %1$s.run_usage c JOIN %1$s.run r ON r.id = c.run_id
            """;

    private final JdbcClient jdbc;

    ReportRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The tables that the views need and that their owners have not made, or not opened to this service, yet. */
    List<String> missing() {
        List<String> tables = new ArrayList<>();
        for (String schema : SCHEMAS) {
            tables.add(schema + ".run");
            tables.add(schema + ".run_partition");
            tables.add(schema + ".run_usage");
        }
        // By the catalogue, since naming a table in a schema that is still closed to this role is an error.
        return jdbc.sql("""
                SELECT wanted FROM unnest(string_to_array(?, ',')) AS wanted
                WHERE NOT EXISTS (
                    SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname || '.' || c.relname = wanted AND has_schema_privilege(n.oid, 'USAGE')
                      AND has_table_privilege(c.oid, 'SELECT'))
                """).param(String.join(",", tables)).query((row, number) -> row.getString(1)).list();
    }

    /** Creates or refreshes the views; to be called in a transaction. */
    void createViews() {
        // Instances that start side by side take turns.
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('io.manymodels.scoring.report'))").query().singleRow();
        jdbc.sql(RUNS.replace("{union}", union(RUN))).update();
        jdbc.sql(RUN_PARTITIONS.replace("{union}", union(RUN_PARTITION))).update();
        jdbc.sql(COSTS.replace("{union}", union(COST))).update();
        for (String view : List.of("runs", "run_partitions", "costs")) {
            jdbc.sql("GRANT SELECT ON reporting.%s TO reader".formatted(view)).update();
        }
    }

    /** Keeps the prices that the view of costs multiplies by. */
    void keepPrices(CostProperties prices) {
        jdbc.sql("""
                INSERT INTO price (currency, cpu_hour, gb_month, gb_written)
                VALUES (:currency, :cpuHour, :gbMonth, :gbWritten)
                ON CONFLICT (single) DO UPDATE SET currency = excluded.currency, cpu_hour = excluded.cpu_hour,
                                                   gb_month = excluded.gb_month, gb_written = excluded.gb_written
                """).param("currency", prices.currency()).param("cpuHour", prices.cpuHour())
                .param("gbMonth", prices.gbMonth()).param("gbWritten", prices.gbWritten()).update();
    }

    private static String union(String select) {
        return String.join(" UNION ALL ", SCHEMAS.stream().map(select::formatted).toList());
    }
}
