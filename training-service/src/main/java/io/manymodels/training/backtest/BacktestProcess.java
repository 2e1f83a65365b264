package io.manymodels.training.backtest;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.Problem;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.training.context.SubmissionSource;
import io.manymodels.training.run.SnapshotTasks;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.TaskResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A backtest run: its tasks write what they predicted into the run's table, its end turns the family's view to it. */
@Component
class BacktestProcess implements RunProcess {

    private final SubmissionSource source;
    private final SnapshotTasks tasks;
    private final PartitionBacktest backtest;
    private final BacktestRepository repository;
    private final JsonMapper json;

    BacktestProcess(SubmissionSource source, SnapshotTasks tasks, PartitionBacktest backtest,
            BacktestRepository repository, JsonMapper json) {
        this.source = source;
        this.tasks = tasks;
        this.backtest = backtest;
        this.repository = repository;
        this.json = json;
    }

    /** What the run was asked for, and the layout of its rows. */
    record Context(BacktestParameters parameters, FamilySpec spec, Snapshot snapshot, BacktestLayout layout) {}

    @Override
    public RunKind kind() {
        return RunKind.BACKTEST;
    }

    @Override
    public Plan plan(Run run, LeasedTask task) {
        Context context = context(run);
        return tasks.plan(run, context.snapshot().id(), context.parameters().repetitions(),
                () -> repository.create(run.id(), run.family(), context.layout().columns()));
    }

    @Override
    public TaskResult execute(Run run, LeasedTask task) throws IOException {
        return backtest.execute(run, task, context(run));
    }

    @Override
    public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
        String key = tasks.key(context(run).snapshot().id(), task.from());
        return new TaskResult(
                List.of(new PartitionOutcome(task.from(), key, Outcome.FAILED, reason, task.attempt(), 0)), () -> {});
    }

    @Override
    public Completion finish(Run run, LeasedTask task) {
        Context context = context(run);
        BacktestLayout layout = context.layout();
        long rows = repository.rows(run.id());
        Map<String, Double> metrics = repository.metrics(run.id(),
                OverallMetrics.expressions(context.spec().task(), layout, run.id()));
        Map<String, Object> result = Map.of("rows", rows, "metrics", metrics, "algorithms",
                repository.algorithms(run.id()));
        return new Completion.Success(List.of(),
                () -> repository.complete(run.id(), run.family(), layout, rows, metrics), result);
    }

    @Override
    public void cancelRest(Run run) {
        tasks.cancelRest(run, context(run).snapshot().id());
    }

    @Override
    public void sweep(Run run) {
        if (run.state() != RunState.SUCCEEDED) {
            repository.drop(run.id());
        }
    }

    private Context context(Run run) {
        BacktestParameters parameters = json.treeToValue(run.parameters(), BacktestParameters.class);
        FamilySpec spec = source.family(run.family(), run.familyVersion()).spec();
        Snapshot snapshot = source.snapshot(run.family(), parameters.snapshot());
        return new Context(parameters, spec, snapshot, BacktestLayout.of(spec, snapshot, parameters));
    }
}
