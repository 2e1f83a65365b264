package io.manymodels.work.api;

/**
 * A contiguous range of partitions that becomes a task.
 *
 * @param from first sequence
 * @param to the sequence behind the last
 * @param rows rows of its partitions
 */
public record TaskRange(int from, int to, long rows) {

    /** One task for a run whose partitions are not known before it is done. */
    public static TaskRange wholeRun(long rows) {
        return new TaskRange(0, 0, rows);
    }
}
