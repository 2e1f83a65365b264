package io.manymodels.training.run;

import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.Workforce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts the partitions that a run has to train into tasks: contiguous in the sorted file, so that a task reads it once;
 * about equally many rows each; longest first, so that no long task is left alone at the end.
 *
 * @param rowsPerTask about this many rows a task at most, which bounds its memory; one larger partition is a task alone
 * @param leastRowsPerTask not fewer than this, as long as the run has them: a task has a price of its own
 * @param workforce who shares the run: each seat finds some tasks, where there is enough work
 */
record TaskCutter(long rowsPerTask, long leastRowsPerTask, Workforce workforce) {

    private static final int TASKS_PER_SEAT = 4;

    /** Outcomes of a task travel together; a task of tiny partitions stays small by this. */
    private static final int MOST_PARTITIONS = 5_000;

    /** The same for tasks that go over their rows several times. */
    TaskCutter forRepetitions(int repetitions) {
        return new TaskCutter(Math.max(1, rowsPerTask / repetitions), Math.max(1, leastRowsPerTask / repetitions),
                workforce);
    }

    /**
     * @param mayBridge whether a task may reach across partitions that are not pending; not when those have no outcome
     */
    List<TaskRange> cut(Selection pending, boolean mayBridge) {
        long leastTasks = (long) TASKS_PER_SEAT * workforce.seats();
        long target = Math.max(leastRowsPerTask, Math.min(rowsPerTask, pending.rows() / leastTasks));
        long share = pending.rows() / Math.max(1, Math.ceilDiv(pending.rows(), target)) + 1;
        List<TaskRange> tasks = new ArrayList<>();
        int from = 0;
        long rows = 0;
        for (int i = 0; i < pending.size(); i++) {
            boolean apart = i > from && (pending.object(i) != pending.object(i - 1)
                    || (!mayBridge && pending.sequence(i) != pending.sequence(i - 1) + 1));
            // A partition belongs to the task that holds the larger part of it.
            boolean full = rows + pending.rows(i) / 2 >= share;
            if (i > from && (apart || full || i - from == MOST_PARTITIONS)) {
                tasks.add(range(pending, from, i, rows));
                from = i;
                rows = 0;
            }
            rows += pending.rows(i);
        }
        if (from < pending.size()) {
            tasks.add(range(pending, from, pending.size(), rows));
        }
        tasks.sort(Comparator.comparingLong(TaskRange::rows).reversed());
        return tasks;
    }

    private static TaskRange range(Selection pending, int from, int to, long rows) {
        return new TaskRange(pending.sequence(from), pending.sequence(to - 1) + 1, rows);
    }
}
