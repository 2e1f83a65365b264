package io.manymodels.work.engine;

import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.cost.Usage;
import io.manymodels.work.cost.UsageMeter;
import io.manymodels.work.cost.UsageRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Takes down what each try at a task used, whatever became of it: a try that failed was paid for as well. */
class TaskUsage {

    private static final Logger LOG = LoggerFactory.getLogger(TaskUsage.class);

    private final UsageMeter meter;
    private final UsageRepository usage;
    private final TaskMetrics metrics;

    TaskUsage(UsageMeter meter, UsageRepository usage, TaskMetrics metrics) {
        this.meter = meter;
        this.usage = usage;
        this.metrics = metrics;
    }

    UsageMeter.Measurement begin() {
        return meter.begin();
    }

    /** Never throws: work that is done is not undone because nobody could take down what it cost. */
    void end(UsageMeter.Measurement measurement, Run run, LeasedTask task) {
        Usage used = measurement.end();
        metrics.used(run.kind(), used);
        try {
            usage.add(run.id(), step(task), used);
        } catch (DataAccessException e) {
            LOG.warn("What a task used is not taken down run={} task={}: {}", run.id(), task.id(), e.toString());
        }
    }

    /** Only plans and parts come once a stage. */
    private static String step(LeasedTask task) {
        boolean ofAStage = task.stage() > 0 && (task.kind() == TaskKind.PLAN || task.kind() == TaskKind.PART);
        return task.kind().wireName() + (ofAStage ? " " + task.stage() : "");
    }
}
