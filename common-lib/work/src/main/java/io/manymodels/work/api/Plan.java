package io.manymodels.work.api;

import java.util.List;

/**
 * How a run is cut.
 *
 * @param expected partitions of the run, those included that {@code commit} gives an outcome at once; -1 where they are
 *        known only when the work is done
 * @param tasks any order; the longest are sent first
 * @param commit writes of the process in the transaction that stores the tasks, once it is known that the run was not
 *        cancelled meanwhile; may insert rows into run_partition
 */
public record Plan(long expected, List<TaskRange> tasks, Runnable commit) {

    public static Plan of(long expected, List<TaskRange> tasks) {
        return new Plan(expected, tasks, () -> {});
    }

    /** One task for the whole run. */
    public static Plan wholeRun() {
        return new Plan(-1, List.of(TaskRange.wholeRun(0)), () -> {});
    }
}
