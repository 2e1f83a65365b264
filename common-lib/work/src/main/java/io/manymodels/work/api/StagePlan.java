package io.manymodels.work.api;

import java.util.List;

/**
 * How a stage is cut.
 *
 * @param tasks ranges of units, any order; the largest are sent first
 * @param commit writes of the process in the transaction that stores the tasks
 */
public record StagePlan(List<TaskRange> tasks, Runnable commit) {}
