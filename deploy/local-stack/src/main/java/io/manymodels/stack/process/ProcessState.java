package io.manymodels.stack.process;

import java.util.Locale;

/** Where a child process stands. */
public enum ProcessState {
    /** Runs, and was not ready yet. */
    STARTING,
    /** Runs, and answered that it is ready when it was last asked. */
    READY,
    /** Runs, but does not answer as one that is ready. */
    UNREADY,
    /** Ended by itself; it is started again after a pause, or is on its way to be ready again. */
    RESTARTING,
    /** Ended by itself so often that it is not started again. */
    FAILED,
    /** Told to end, or not started yet. */
    STOPPED;

    /** The state's name in {@code stack.json}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
