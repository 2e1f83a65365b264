package io.manymodels.work.api;

import java.util.List;

/**
 * What a task came to.
 *
 * @param outcomes one for each of its partitions that had none
 * @param commit writes of the process in the transaction that completes the task, behind the fence. A task that is the
 *        whole run may insert into run_partition here instead of returning outcomes
 * @param release what {@code commit} needed and nobody does any more; runs in any case, committed or not
 */
public record TaskResult(List<PartitionOutcome> outcomes, Runnable commit, Runnable release) {

    /** Of a task that holds nothing. */
    public TaskResult(List<PartitionOutcome> outcomes, Runnable commit) {
        this(outcomes, commit, () -> {});
    }
}
