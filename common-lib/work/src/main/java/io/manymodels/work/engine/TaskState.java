package io.manymodels.work.engine;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a task is in its life. Each state names the states it may become, as the table's trigger does. */
enum TaskState {
    /** Waits for a worker. */
    PENDING,
    /** A worker has it, for as long as it renews its lease. */
    LEASED,
    /** What it came to is committed. */
    DONE,
    /** Two halves stand in for it. */
    SPLIT,
    /** Given up. */
    ABANDONED,
    /** Its run was cancelled, or ended without it. */
    CANCELLED;

    Set<TaskState> successors() {
        return switch (this) {
            case PENDING -> EnumSet.of(LEASED, CANCELLED);
            case LEASED -> EnumSet.of(PENDING, DONE, SPLIT, ABANDONED, CANCELLED);
            case DONE, SPLIT, ABANDONED, CANCELLED -> EnumSet.noneOf(TaskState.class);
        };
    }

    /** The name in the table. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
