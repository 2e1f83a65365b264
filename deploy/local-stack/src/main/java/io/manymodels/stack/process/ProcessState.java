package io.manymodels.stack.process;

/** Where a child process stands. */
public enum ProcessState {
    STARTING, READY, RESTARTING, STOPPED
}
