package io.manymodels.work.api;

import io.manymodels.problem.Problem;

/**
 * Work of a run between its partitions and its end, fanned out as tasks too: each is leased, fenced, retried and split like
 * a range of partitions. It is over units that have no key and no outcome: they are not accounted for. A stage is planned
 * when every task before it is done, and left out when the run has exceeded its error budget.
 */
public interface Stage {

    /** What it does, in one word, for logs. */
    String name();

    /** Numbers the units from 0 and cuts them into tasks; no task means that nothing is to be done. */
    StagePlan plan(Run run, LeasedTask task) throws Exception;

    /**
     * Works on the units from..to.
     *
     * @return writes of the process in the transaction that completes the task, behind the fence
     */
    Runnable execute(Run run, LeasedTask task) throws Exception;

    /**
     * Goes on without a single unit, {@code task.from()}, that failed or killed its worker at every attempt.
     *
     * @return writes of the process in the transaction that completes the task
     */
    Runnable abandon(Run run, LeasedTask task, Problem reason);
}
