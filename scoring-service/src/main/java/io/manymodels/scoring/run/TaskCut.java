package io.manymodels.scoring.run;

import io.manymodels.scoring.run.ScoringRepository.PartitionSize;
import io.manymodels.work.api.TaskRange;
import java.util.ArrayList;
import java.util.List;

/** Cuts the partitions of a snapshot into tasks: contiguous, of about equal rows. */
final class TaskCut {

    private static final long SMALLEST_ROWS = 20_000;
    private static final long LARGEST_ROWS = 500_000;
    /** Loading a model costs about as much as scoring this many rows. */
    private static final long ROWS_PER_MODEL = 50;
    private static final int LEAST_TASKS = 16;
    private static final int TASKS_PER_SEAT = 4;

    private TaskCut() {}

    /**
     * @param partitions ascending by sequence, without gaps
     * @param seats tasks that are worked on at a time
     */
    static List<TaskRange> cut(List<PartitionSize> partitions, int seats) {
        long total = partitions.stream().mapToLong(partition -> partition.rows() + ROWS_PER_MODEL).sum();
        long target = Math.clamp(total / Math.max(LEAST_TASKS, TASKS_PER_SEAT * seats), SMALLEST_ROWS, LARGEST_ROWS);
        List<TaskRange> tasks = new ArrayList<>();
        int from = -1;
        long cost = 0;
        long rows = 0;
        for (PartitionSize partition : partitions) {
            if (from < 0) {
                from = partition.sequence();
            }
            cost += partition.rows() + ROWS_PER_MODEL;
            rows += partition.rows();
            if (cost >= target) {
                tasks.add(new TaskRange(from, partition.sequence() + 1, rows));
                from = -1;
                cost = 0;
                rows = 0;
            }
        }
        if (from >= 0) {
            tasks.add(new TaskRange(from, partitions.getLast().sequence() + 1, rows));
        }
        return tasks;
    }
}
