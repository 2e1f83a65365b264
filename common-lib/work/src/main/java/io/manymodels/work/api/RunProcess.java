package io.manymodels.work.api;

import io.manymodels.problem.Problem;
import io.manymodels.run.RunKind;
import java.util.List;

/**
 * What a service does in one kind of run: it is planned, its partitions are worked on, then its {@link #stages} one after
 * the other, then it is finished. Every call happens in a leased task, may be repeated after a crash, and leaves its
 * database writes to the {@code commit} it returns, which runs in the transaction that completes the task. Objects that it
 * stores carry the task's id and epoch in their name, so that no attempt writes over another's.
 *
 * <p>A {@code ManyModelsException} of a kind that no retry mends (invalid, not found, conflict, forbidden, unsupported)
 * from {@link #plan}, {@link Stage#plan}, {@link #finish}, or {@link #execute} of a task that is the whole run, fails the
 * run at once with its code and message. Every other exception counts as a fault of the infrastructure and is retried.
 */
public interface RunProcess {

    RunKind kind();

    /**
     * Of what a run's parameters, {@link #plan} and the stages' plans leave for its tasks. To be raised when workers of the version
     * before would misread that: they leave runs to newer ones which were submitted or planned under a higher number than theirs.
     * What lower numbers left is to be read for ever.
     */
    default int planVersion() {
        return 1;
    }

    /** Cuts the run into tasks. */
    Plan plan(Run run, LeasedTask task) throws Exception;

    /** Works on the partitions from..to that have no outcome yet. A partition that cannot be done is an outcome. */
    TaskResult execute(Run run, LeasedTask task) throws Exception;

    /**
     * Gives up a single partition, {@code task.from()}, that failed or killed its worker at every attempt. Never called
     * for a task that is the whole run.
     */
    TaskResult abandon(Run run, LeasedTask task, Problem reason);

    /** What is done between the last partition and the end, in order; the same list at every call. */
    default List<Stage> stages() {
        return List.of();
    }

    /** Closes the run when its last task is done. Not called when the run exceeded its error budget or was cancelled. */
    Completion finish(Run run, LeasedTask task) throws Exception;

    /**
     * Writes into run_partition, in the transaction that ends a cancelled run, the outcome {@code cancelled} for every
     * partition that has none. Called only for a run that is planned and has such partitions.
     */
    void cancelRest(Run run);

    /**
     * Clears away what the run left lying about and nothing refers to: objects of attempts that died or were refused,
     * tables of a run that did not succeed. Called once the run has ended, however it did, when nothing of it can be
     * committed any more; and again, much later, for what an attempt left that was still at work then.
     */
    void sweep(Run run) throws Exception;
}
