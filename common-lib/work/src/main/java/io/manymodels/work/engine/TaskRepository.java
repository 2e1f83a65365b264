package io.manymodels.work.engine;

import io.manymodels.run.RunKind;
import io.manymodels.sql.BulkCopy;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.api.TaskRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table task of the service's own schema. Every lease is dated by the database's clock. */
class TaskRepository {

    /** That this process has a worker for the task's run, who knows plans of that version. */
    private static final String READABLE = """
            EXISTS (SELECT FROM run r JOIN unnest(:kinds::text[], :versions::int[]) AS known (kind, version) ON known.kind = r.kind
                    WHERE r.id = task.run_id AND r.plan_version <= known.version)
            """;

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Map<String, Object> known;

    TaskRepository(JdbcClient jdbc, DataSource dataSource, Processes processes) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        List<RunKind> kinds = List.copyOf(processes.kinds());
        this.known = Map.of("kinds", kinds.stream().map(RunKind::wireName).toArray(String[]::new), "versions",
                kinds.stream().map(kind -> processes.of(kind).planVersion()).toArray(Integer[]::new));
    }

    /** Stores pending tasks. {@code suspect} ones are worked on alone. */
    void insert(UUID run, TaskKind kind, int stage, List<TaskRange> ranges, List<UUID> ids, boolean suspect) {
        try (BulkCopy copy = BulkCopy.into(dataSource, "task", "id", "run_id", "kind", "stage", "from_sequence",
                "to_sequence", "rows", "suspect")) {
            for (int i = 0; i < ranges.size(); i++) {
                TaskRange range = ranges.get(i);
                copy.row().uuid(ids.get(i)).uuid(run).text(kind.wireName()).int4(stage).int4(range.from())
                        .int4(range.to()).int8(range.rows()).bool(suspect);
            }
            copy.finish();
        }
    }

    /** Whether the task may have killed a worker before, so that it is to be worked on alone. */
    boolean isSuspect(UUID task) {
        return jdbc.sql("SELECT suspect FROM task WHERE id = :task").param("task", task).query(Boolean.class).optional()
                .orElse(false);
    }

    /**
     * Takes the lease of a pending task whose wait is over, and whose run this process can read.
     *
     * @param alone whether no other task is worked on in this process; a suspect is given out in that case only
     */
    Optional<LeasedTask> claim(UUID task, String worker, Duration lease, boolean alone) {
        return jdbc.sql("""
                UPDATE task SET state = 'leased', epoch = epoch + 1, attempt = attempt + 1, worker = :worker,
                                alone = :alone, lease_until = now() + make_interval(secs => :lease), not_before = NULL
                WHERE id = :task AND state = 'pending' AND (not_before IS NULL OR not_before <= now())
                  AND (:alone OR NOT suspect) AND %s
                RETURNING id, run_id, kind, stage, from_sequence, to_sequence, rows, attempt, epoch, deaths
                """.formatted(READABLE)).params(known).param("task", task).param("worker", worker)
                .param("alone", alone)
                .param("lease", lease.toMillis() / 1000.0).query(TaskRepository::task).optional();
    }

    /**
     * Has a message sent for a task whose run this process cannot read.
     *
     * @return that run; empty where it can, or where somebody else has the task
     */
    Optional<UUID> leaveToNewer(UUID task) {
        return jdbc.sql("""
                UPDATE task SET not_before = now()
                WHERE id = :task AND state = 'pending' AND not_before IS NULL AND NOT %s
                RETURNING run_id
                """.formatted(READABLE)).params(known).param("task", task).query(UUID.class).optional();
    }

    /** Has a message sent for a task that this process will not come to. */
    void passOn(UUID task) {
        jdbc.sql("UPDATE task SET not_before = now() WHERE id = :task AND state = 'pending' AND not_before IS NULL")
                .param("task", task).update();
    }

    /** False when the task is no longer this worker's. */
    boolean renew(LeasedTask task, Duration lease) {
        return jdbc.sql("""
                UPDATE task SET lease_until = now() + make_interval(secs => :lease)
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).param("lease", lease.toMillis() / 1000.0)
                .update() == 1;
    }

    /** Whether the lease ran out: not where its own worker ended the task or gave it back, which he does before he lets go. */
    boolean isTaken(LeasedTask task) {
        return jdbc.sql("""
                SELECT epoch <> :epoch OR (state = 'pending' AND not_before IS NULL) FROM task WHERE id = :task
                """).param("task", task.id()).param("epoch", task.epoch()).query(Boolean.class).optional()
                .orElse(false);
    }

    /** The fence: ends the task, or throws when it is no longer this worker's. Locks the row until the transaction ends. */
    void end(LeasedTask task, TaskEnd end) {
        int changed = jdbc.sql("""
                UPDATE task SET state = :state, finished_at = now(), lease_until = NULL
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).param("state", end.state().wireName())
                .update();
        if (changed != 1) {
            throw Fenced.takenOver(task);
        }
    }

    /** Gives the task back for a later try. */
    void release(LeasedTask task, Duration wait, String error) {
        jdbc.sql("""
                UPDATE task SET state = 'pending', lease_until = NULL, last_error = :error,
                                not_before = now() + make_interval(secs => :wait)
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).param("wait", wait.toMillis() / 1000.0)
                .param("error", error).update();
    }

    /** Gives the task back untried, as a worker does that shuts down. */
    void giveBack(LeasedTask task) {
        jdbc.sql("""
                UPDATE task SET state = 'pending', lease_until = NULL, attempt = attempt - 1, not_before = now()
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).update();
    }

    /**
     * Cancels what nobody works on, and answers how many tasks that were. A task whose row is locked is just being taken,
     * given back or ended by somebody, who will see for himself that the run goes no further; waiting for him here, with
     * the run locked, could be waiting for one who waits for the run.
     */
    int cancelPending(UUID run) {
        return jdbc.sql("""
                UPDATE task SET state = 'cancelled', finished_at = now(), lease_until = NULL
                WHERE id IN (SELECT id FROM task
                             WHERE run_id = :run AND kind <> 'sweep'
                               AND (state = 'pending' OR (state = 'leased' AND lease_until < now()))
                             FOR UPDATE SKIP LOCKED)
                """).param("run", run).update();
    }

    /**
     * Tasks that need a message again: those whose worker fell silent, those whose wait is over, and those that were sent
     * long ago and never arrived. Marks them as sent. An attempt whose worker fell silent does not count, as it may have
     * been another's fault: the task is suspect from then on, and only what happens while it is alone is held against it.
     */
    List<UUID> takeStranded(Duration unseen, int limit) {
        return jdbc.sql("""
                UPDATE task SET state = 'pending', lease_until = NULL, not_before = NULL, enqueued_at = now(),
                                suspect = suspect OR state = 'leased', alone = false,
                                deaths = deaths + CASE WHEN state = 'leased' AND alone THEN 1 ELSE 0 END,
                                attempt = attempt - CASE WHEN state = 'leased' THEN 1 ELSE 0 END
                WHERE id IN (SELECT id FROM task
                             WHERE (state = 'leased' AND lease_until < now())
                                OR (state = 'pending' AND not_before <= now())
                                OR (state = 'pending' AND enqueued_at < now() - make_interval(secs => :unseen))
                             ORDER BY enqueued_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                RETURNING id
                """).param("unseen", unseen.toMillis() / 1000.0).param("limit", limit)
                .query((row, _) -> row.getObject("id", UUID.class)).list();
    }

    String lastError(UUID task) {
        return jdbc.sql("SELECT coalesce(last_error, 'the worker died') FROM task WHERE id = :task").param("task", task)
                .query(String.class).single();
    }

    /** Open tasks by state, and the age of the oldest pending one in seconds under {@code oldest}. */
    Map<String, Double> gauges() {
        Map<String, Double> gauges = new TreeMap<>();
        jdbc.sql("""
                SELECT state, count(*) AS tasks, coalesce(extract(epoch FROM now() - min(enqueued_at)), 0) AS age
                FROM task WHERE state IN ('pending', 'leased') GROUP BY state
                """).query(row -> {
            gauges.put(row.getString("state"), row.getDouble("tasks"));
            if ("pending".equals(row.getString("state"))) {
                gauges.put("oldest", row.getDouble("age"));
            }
        });
        return gauges;
    }

    private static LeasedTask task(ResultSet row, int rowNumber) throws SQLException {
        return new LeasedTask(row.getObject("id", UUID.class), row.getObject("run_id", UUID.class),
                TaskKind.ofWireName(row.getString("kind")), row.getInt("stage"), row.getInt("from_sequence"),
                row.getInt("to_sequence"), row.getLong("rows"), row.getInt("attempt"), row.getInt("epoch"),
                row.getInt("deaths"));
    }
}
