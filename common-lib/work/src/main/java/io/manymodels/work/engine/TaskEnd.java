package io.manymodels.work.engine;

/** How a leased task ends: the only ways into a final state. */
enum TaskEnd {
    DONE(TaskState.DONE), SPLIT(TaskState.SPLIT), ABANDONED(TaskState.ABANDONED), CANCELLED(TaskState.CANCELLED);

    private final TaskState state;

    TaskEnd(TaskState state) {
        this.state = state;
    }

    TaskState state() {
        return state;
    }
}
