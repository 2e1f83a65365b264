package io.manymodels.work.api;

import java.util.Locale;

/** Which part of a run a task is. */
public enum TaskKind {
    /** Cuts the run, or one of its stages, into parts. */
    PLAN,
    /** Works on a range of partitions, or of a stage's units. */
    PART,
    /** Closes the run. */
    FINISH,
    /** Clears away, after the end, what nothing refers to. */
    SWEEP;

    /** The name in tables and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} for an unknown name. */
    public static TaskKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
