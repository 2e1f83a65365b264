package io.manymodels.work;

import io.manymodels.sql.BulkCopy;

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

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    TaskRepository(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    void insert(UUID run, TaskKind kind, List<TaskRange> ranges, List<UUID> ids) {
        try (BulkCopy copy = BulkCopy.into(dataSource, "task", "id", "run_id", "kind", "from_sequence", "to_sequence",
                "rows")) {
            for (int i = 0; i < ranges.size(); i++) {
                TaskRange range = ranges.get(i);
                copy.row().uuid(ids.get(i)).uuid(run).text(kind.wireName()).int4(range.from()).int4(range.to())
                        .int8(range.rows());
            }
            copy.finish();
        }
    }

    /** Takes the lease if nobody holds it; a lease that ran out is free. */
    Optional<Task> claim(UUID task, String worker, Duration lease) {
        return jdbc.sql("""
                UPDATE task SET state = 'leased', epoch = epoch + 1, attempt = attempt + 1, worker = :worker,
                                lease_until = now() + make_interval(secs => :lease), not_before = NULL
                WHERE id = :task AND (not_before IS NULL OR not_before <= now())
                  AND (state = 'pending' OR (state = 'leased' AND lease_until < now()))
                RETURNING *
                """).param("task", task).param("worker", worker).param("lease", lease.toMillis() / 1000.0)
                .query(TaskRepository::task).optional();
    }

    /** False when the task is no longer this worker's. */
    boolean renew(Task task, Duration lease) {
        return jdbc.sql("""
                UPDATE task SET lease_until = now() + make_interval(secs => :lease)
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).param("lease", lease.toMillis() / 1000.0)
                .update() == 1;
    }

    /** The fence: ends the task, or throws when it is no longer this worker's. Locks the row until the transaction ends. */
    void end(Task task, String state) {
        int changed = jdbc.sql("""
                UPDATE task SET state = :state, finished_at = now(), lease_until = NULL
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).param("state", state).update();
        if (changed != 1) {
            throw new Fenced(task);
        }
    }

    /** Gives the task back for a later try. */
    void release(Task task, Duration wait, String error) {
        jdbc.sql("""
                UPDATE task SET state = 'pending', lease_until = NULL, last_error = :error,
                                not_before = now() + make_interval(secs => :wait)
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).param("wait", wait.toMillis() / 1000.0)
                .param("error", error).update();
    }

    /** Gives the task back untried, as a worker does that shuts down. */
    void giveBack(Task task) {
        jdbc.sql("""
                UPDATE task SET state = 'pending', lease_until = NULL, attempt = attempt - 1, not_before = now()
                WHERE id = :task AND epoch = :epoch AND state = 'leased'
                """).param("task", task.id()).param("epoch", task.epoch()).update();
    }

    /** Cancels what nobody works on and answers how many tasks that were. */
    int cancelPending(UUID run) {
        return jdbc.sql("""
                UPDATE task SET state = 'cancelled', finished_at = now()
                WHERE run_id = :run AND (state = 'pending' OR (state = 'leased' AND lease_until < now()))
                """).param("run", run).update();
    }

    /**
     * Tasks that need a message again: those whose worker fell silent, those whose wait is over, and those that were sent
     * long ago and never arrived. Marks them as sent.
     */
    List<UUID> takeStranded(Duration unseen, int limit) {
        return jdbc.sql("""
                UPDATE task SET state = 'pending', lease_until = NULL, not_before = NULL, enqueued_at = now()
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

    private static Task task(ResultSet row, int rowNumber) throws SQLException {
        return new Task(row.getObject("id", UUID.class), row.getObject("run_id", UUID.class),
                TaskKind.ofWireName(row.getString("kind")), row.getInt("from_sequence"), row.getInt("to_sequence"),
                row.getLong("rows"), row.getInt("attempt"), row.getInt("epoch"));
    }
}
