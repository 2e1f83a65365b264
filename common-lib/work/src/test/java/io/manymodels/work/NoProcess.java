package io.manymodels.work;

import io.manymodels.problem.Problem;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.TaskResult;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A process with nothing to do, that remembers what it swept. */
public class NoProcess implements RunProcess {

    private final RunKind kind;
    private final Set<UUID> swept = ConcurrentHashMap.newKeySet();

    public NoProcess(RunKind kind) {
        this.kind = kind;
    }

    public Set<UUID> swept() {
        return swept;
    }

    @Override
    public RunKind kind() {
        return kind;
    }

    @Override
    public Plan plan(Run run, LeasedTask task) {
        return Plan.of(0, List.of());
    }

    @Override
    public TaskResult execute(Run run, LeasedTask task) {
        return new TaskResult(List.of(), () -> {});
    }

    @Override
    public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
        return new TaskResult(List.of(), () -> {});
    }

    @Override
    public Completion finish(Run run, LeasedTask task) {
        return new Completion.Success(List.of(), () -> {}, null);
    }

    @Override
    public void cancelRest(Run run) {}

    @Override
    public void sweep(Run run) {
        swept.add(run.id());
    }
}
