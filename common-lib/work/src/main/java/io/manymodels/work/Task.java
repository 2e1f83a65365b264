package io.manymodels.work;

import java.util.UUID;

/**
 * A leased task.
 *
 * @param from first partition's sequence
 * @param to the sequence behind the last partition; equal to {@code from} for a task that is the whole run
 * @param rows rows of its partitions, for sizing
 * @param attempt which try this is, from 1
 * @param epoch fencing token: what is written under an older epoch is refused
 */
public record Task(UUID id, UUID run, TaskKind kind, int from, int to, long rows, int attempt, int epoch) {

    boolean isWholeRun() {
        return from == to;
    }
}
