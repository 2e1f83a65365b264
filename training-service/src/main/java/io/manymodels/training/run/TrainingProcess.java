package io.manymodels.training.run;

import io.manymodels.event.TrainingCompleted;
import io.manymodels.problem.Problem;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.training.candidate.OrphanSweep;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.RunContext;
import io.manymodels.training.context.RunContexts;
import io.manymodels.training.context.TrainingParameters;
import io.manymodels.training.group.GroupForecasts;
import io.manymodels.training.pool.PooledTraining;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.TaskResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A training run: one model a partition, then, as a stage, the models that stand in where a key has none of its own. */
@Component
class TrainingProcess implements RunProcess {

    private final RunContexts contexts;
    private final SelectionRepository selection;
    private final TaskCutter cutter;
    private final SnapshotTasks tasks;
    private final PartitionTraining training;
    private final OrphanSweep orphans;
    private final List<Stage> stages;
    private final RunModelRepository models;

    TrainingProcess(RunContexts contexts, SelectionRepository selection, TaskCutter cutter, SnapshotTasks tasks,
            PartitionTraining training, OrphanSweep orphans, PooledTraining pooled, GroupForecasts groups,
            RunModelRepository models) {
        this.contexts = contexts;
        this.selection = selection;
        this.cutter = cutter;
        this.tasks = tasks;
        this.training = training;
        this.orphans = orphans;
        this.stages = List.of(pooled, groups);
        this.models = models;
    }

    @Override
    public RunKind kind() {
        return RunKind.TRAINING;
    }

    @Override
    public Plan plan(Run run, LeasedTask task) {
        RunContext context = contexts.of(run);
        TrainingParameters parameters = context.parameters();
        UUID previous = parameters.retrain() == Retrain.FAILED
                ? selection.previous(run.family(), run.id()).orElse(null)
                : null;
        Selection pending = selection.pending(run.family(), parameters, context.specHash(), context.end(), previous);
        boolean whole = parameters.keys().isEmpty();
        List<TaskRange> ranges = cutter.cut(pending, whole);
        return new Plan(selection.count(parameters), ranges, () -> {
            selection.failRefused(run.id(), parameters);
            selection.skip(run.id(), run.family(), parameters, context.specHash(), context.end(), previous, pending);
            if (!whole) {
                selection.complete(run.family(), run.id())
                        .ifPresent(complete -> selection.carryUnselected(run.id(), parameters, complete));
            }
        });
    }

    @Override
    public TaskResult execute(Run run, LeasedTask task) throws Exception {
        return training.execute(run, task, contexts.of(run));
    }

    @Override
    public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
        String key = tasks.key(contexts.of(run).snapshot().id(), task.from());
        return new TaskResult(
                List.of(new PartitionOutcome(task.from(), key, Outcome.FAILED, reason, task.attempt(), 0)), () -> {});
    }

    @Override
    public List<Stage> stages() {
        return stages;
    }

    @Override
    public Completion finish(Run run, LeasedTask task) {
        RunContext context = contexts.of(run);
        TrainingCompleted completed = new TrainingCompleted(run.family(), run.familyVersion(),
                context.snapshot().id(), run.id(), run.cycle());
        return new Completion.Success(List.of(completed), () -> {}, result(run, context));
    }

    @Override
    public void cancelRest(Run run) {
        selection.cancelRest(run.id(), contexts.of(run).parameters());
    }

    @Override
    public void sweep(Run run) {
        orphans.sweep(run);
    }

    private Map<String, Object> result(Run run, RunContext context) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("snapshot", context.snapshot().id());
        result.put("algorithms", models.algorithms(run));
        if (context.spec().training().selectionEvery() > 1) {
            result.put("refitted", models.refitted(run));
        }
        result.put("leftOut", models.leftOut(run));
        result.put("sharedModels", models.sharedByScope(run));
        String metric = context.spec().training().metric().wire();
        result.put("metric", metric);
        result.put("meanOverKeys", models.mean(run, metric));
        return result;
    }
}
