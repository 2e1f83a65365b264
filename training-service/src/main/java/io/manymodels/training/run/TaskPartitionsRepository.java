package io.manymodels.training.run;

import io.manymodels.dataset.PartitionEntry;
import io.manymodels.dataset.SnapshotRepository;
import io.manymodels.work.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is left to do of a task: an earlier attempt, or the cutting of the run, may have given partitions an outcome. */
@Repository
public class TaskPartitionsRepository {

    private final JdbcClient jdbc;
    private final SnapshotRepository snapshots;

    TaskPartitionsRepository(JdbcClient jdbc, SnapshotRepository snapshots) {
        this.jdbc = jdbc;
        this.snapshots = snapshots;
    }

    /** The task's partitions that have no outcome yet, in order. */
    public List<PartitionEntry> open(String snapshot, Task task) {
        Set<Integer> done = done(task.run(), task.from(), task.to());
        return snapshots.partitions(snapshot, task.from(), task.to()).stream()
                .filter(entry -> !done.contains(entry.sequence())).toList();
    }

    private Set<Integer> done(UUID run, int from, int to) {
        return new HashSet<>(jdbc.sql("""
                SELECT sequence FROM training.run_partition WHERE run_id = ? AND sequence >= ? AND sequence < ?
                """).params(run, from, to).query((row, number) -> row.getInt(1)).list());
    }
}
