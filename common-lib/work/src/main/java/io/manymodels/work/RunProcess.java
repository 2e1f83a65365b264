package io.manymodels.work;

import io.manymodels.run.RunKind;

/**
 * What a service does in one kind of run. Every call happens in a leased task, may be repeated after a crash, and leaves
 * its database writes to the {@code commit} it returns, which runs in the transaction that completes the task.
 *
 * <p>A {@code ManyModelsException} of a kind that no retry mends (invalid, not found, conflict, forbidden, unsupported)
 * from {@link #plan}, {@link #finish}, or {@link #execute} of a task that is the whole run, fails the run at once with its
 * code and message. Every other exception counts as a fault of the infrastructure and is retried.
 */
public interface RunProcess {

    RunKind kind();

    /** Cuts the run into tasks. */
    Plan plan(Run run) throws Exception;

    /** Works on the partitions from..to that have no outcome yet. A partition that cannot be done is an outcome. */
    TaskResult execute(Run run, Task task) throws Exception;

    /**
     * Gives up a single partition, {@code task.from()}, that failed or killed its worker at every attempt. Never called
     * for a task that is the whole run.
     */
    TaskResult abandon(Run run, Task task, Reason reason);

    /** Closes the run when its last task is done. Not called when the run exceeded its failure limit or was cancelled. */
    Completion finish(Run run) throws Exception;
}
