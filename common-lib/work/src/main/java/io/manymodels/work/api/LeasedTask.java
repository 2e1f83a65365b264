package io.manymodels.work.api;

import java.util.UUID;

/**
 * A leased task.
 *
 * @param stage 0: partitions; n: the n-th of the process's stages
 * @param from first partition's sequence, or number of a stage's unit
 * @param to the one behind the last; equal to {@code from} for a task that is the whole run
 * @param rows rows of its partitions, for sizing
 * @param attempt which try this is, from 1
 * @param epoch fencing token: what is written under an older epoch is refused
 * @param deaths workers that died while they had this task and no other
 */
public record LeasedTask(UUID id, UUID run, TaskKind kind, int stage, int from, int to, long rows, int attempt,
        int epoch,
        int deaths) {

    /** Whether it is the whole run, or all of a step that has no range. */
    public boolean isWholeRun() {
        return from == to;
    }

    /** For names of objects: no two attempts, of this or of any other task, have the same. */
    public String attemptName() {
        return "%s-%d".formatted(id, epoch);
    }
}
