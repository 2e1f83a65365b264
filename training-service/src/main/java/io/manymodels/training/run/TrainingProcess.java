package io.manymodels.training.run;

import io.manymodels.event.TrainingCompleted;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.training.candidate.CandidateRegistry;
import io.manymodels.work.Completion;
import io.manymodels.work.PartitionOutcome;
import io.manymodels.work.Plan;
import io.manymodels.work.Reason;
import io.manymodels.work.Run;
import io.manymodels.work.RunProcess;
import io.manymodels.work.Task;
import io.manymodels.work.TaskRange;
import io.manymodels.work.TaskResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A training run: one model a partition, then the pooled models that stand in where a key has none. */
@Component
class TrainingProcess implements RunProcess {

    private final RunContexts contexts;
    private final SelectionRepository selection;
    private final TaskCutter cutter;
    private final SnapshotTasks tasks;
    private final PartitionTraining training;
    private final OrphanSweep orphans;
    private final PooledTraining pooled;
    private final PooledRepository repository;
    private final CandidateRegistry registry;

    TrainingProcess(RunContexts contexts, SelectionRepository selection, TaskCutter cutter, SnapshotTasks tasks,
            PartitionTraining training, OrphanSweep orphans, PooledTraining pooled, PooledRepository repository,
            CandidateRegistry registry) {
        this.contexts = contexts;
        this.selection = selection;
        this.cutter = cutter;
        this.tasks = tasks;
        this.training = training;
        this.orphans = orphans;
        this.pooled = pooled;
        this.repository = repository;
        this.registry = registry;
    }

    @Override
    public RunKind kind() {
        return RunKind.TRAINING;
    }

    @Override
    public Plan plan(Run run) {
        RunContext context = contexts.of(run);
        TrainingParameters parameters = context.parameters();
        UUID previous = parameters.retrain() == Retrain.FAILED
                ? selection.previous(run.family(), run.id()).orElse(null)
                : null;
        Selection pending = selection.pending(run.family(), parameters, context.specHash(), previous);
        boolean whole = parameters.keys().isEmpty();
        List<TaskRange> ranges = cutter.cut(pending, whole);
        return new Plan(selection.count(parameters), ranges, () -> {
            selection.failRefused(run.id(), parameters);
            selection.skip(run.id(), run.family(), parameters, context.specHash(), previous, pending);
            if (!whole) {
                selection.complete(run.family(), run.id())
                        .ifPresent(complete -> selection.carryUnselected(run.id(), parameters, complete));
            }
        });
    }

    @Override
    public TaskResult execute(Run run, Task task) throws Exception {
        return training.execute(run, task, contexts.of(run));
    }

    @Override
    public TaskResult abandon(Run run, Task task, Reason reason) {
        String key = tasks.key(contexts.of(run).snapshot().id(), task.from());
        return new TaskResult(
                List.of(new PartitionOutcome(task.from(), key, Outcome.FAILED, reason, task.attempt(), 0)), () -> {});
    }

    @Override
    public Completion finish(Run run) throws IOException, InterruptedException {
        RunContext context = contexts.of(run);
        orphans.sweep(run);
        PooledTraining.Models shared = pooled.train(run, context);
        TrainingCompleted completed = new TrainingCompleted(run.family(), run.familyVersion(),
                context.snapshot().id(), run.id(), run.cycle());
        return new Completion(List.of(completed), () -> {
            registry.register(context.registration(run), shared.trained());
            shared.carried().forEach((pool, version) -> repository.carry(run.id(), pool, version));
        }, null, result(run, context, shared));
    }

    private Map<String, Object> result(Run run, RunContext context, PooledTraining.Models shared) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("snapshot", context.snapshot().id());
        result.put("algorithms", repository.algorithms(run.id()));
        result.put("sharedModels", shared.byScope());
        String metric = context.spec().training().metric().wire();
        result.put("metric", metric);
        result.put("meanOverKeys", repository.mean(run, metric));
        return result;
    }
}
