package io.manymodels.work.cost;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table run_usage of the service's own schema. */
public class UsageRepository {

    private final JdbcClient jdbc;

    UsageRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds what a try at a task used to its step of the run. */
    public void add(UUID run, String step, Usage usage) {
        jdbc.sql("""
                INSERT INTO run_usage AS u (run_id, step, tasks, seconds, cpu_seconds, bytes_read, bytes_written)
                VALUES (:run, :step, :tasks, :seconds, :cpu, :read, :written)
                ON CONFLICT (run_id, step) DO UPDATE
                SET tasks = u.tasks + excluded.tasks, seconds = u.seconds + excluded.seconds,
                    cpu_seconds = u.cpu_seconds + excluded.cpu_seconds, bytes_read = u.bytes_read + excluded.bytes_read,
                    bytes_written = u.bytes_written + excluded.bytes_written
                """).param("run", run).param("step", step).param("tasks", usage.tasks())
                .param("seconds", usage.seconds()).param("cpu", usage.cpuSeconds()).param("read", usage.bytesRead())
                .param("written", usage.bytesWritten()).update();
    }

    /** What each step of a run has used so far, by the name of the step. */
    public Map<String, Usage> ofRun(UUID run) {
        Map<String, Usage> steps = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT step, tasks, seconds, cpu_seconds, bytes_read, bytes_written FROM run_usage WHERE run_id = :run
                ORDER BY step
                """).param("run", run).query(row -> {
            steps.put(row.getString("step"), new Usage(row.getLong("tasks"), row.getDouble("seconds"),
                    row.getDouble("cpu_seconds"), row.getLong("bytes_read"), row.getLong("bytes_written")));
        });
        return steps;
    }
}
