package io.manymodels.work.rest;

import io.manymodels.work.cost.CostProperties;
import io.manymodels.work.cost.Usage;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a run has used, as users see it. A run under way has used what its ended tasks have.
 *
 * @param currency of the costs, which are 0 where no prices are set
 */
record UsageView(UUID run, String currency, List<Step> steps, Step total) {

    /**
     * @param step plan, part, finish or sweep; with a number behind it in stages after the partitions
     * @param cost of processor and writing
     * @param storageCostAMonth of keeping what was written
     */
    record Step(String step, long tasks, double seconds, double cpuSeconds, long bytesRead, long bytesWritten,
            double cost, double storageCostAMonth) {

        static Step of(String step, Usage usage, CostProperties prices) {
            return new Step(step, usage.tasks(), usage.seconds(), usage.cpuSeconds(), usage.bytesRead(),
                    usage.bytesWritten(), prices.of(usage), prices.aMonth(usage));
        }
    }

    static UsageView of(UUID run, Map<String, Usage> steps, CostProperties prices) {
        return new UsageView(run, prices.currency(),
                steps.entrySet().stream().map(step -> Step.of(step.getKey(), step.getValue(), prices)).toList(),
                Step.of("total", steps.values().stream().reduce(Usage.NONE, Usage::plus), prices));
    }
}
