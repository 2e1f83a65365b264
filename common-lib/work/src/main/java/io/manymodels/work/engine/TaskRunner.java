package io.manymodels.work.engine;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.api.TaskResult;
import io.manymodels.work.api.WorkProperties;
import io.manymodels.work.cost.UsageMeter;
import io.manymodels.work.lineage.Lineage;
import io.manymodels.work.trace.Traces;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on one task at a time on the calling thread: claim, do, commit behind the fence, go on. */
public class TaskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
    private static final Duration HOLD_BACK = Duration.ofSeconds(1);

    private final RunRepository runs;
    private final TaskRepository tasks;
    private final Transitions transitions;
    private final Processes processes;
    private final Leases leases;
    private final Seats seats;
    private final WorkProperties properties;
    private final TaskMetrics metrics;
    private final TaskUsage usage;
    private final Traces traces;
    private final Lineage lineage;
    private final String worker;
    private final Set<UUID> leftToNewer = ConcurrentHashMap.newKeySet();

    TaskRunner(RunRepository runs, TaskRepository tasks, Transitions transitions, Processes processes, Leases leases,
            WorkProperties properties, TaskMetrics metrics, TaskUsage usage, Traces traces, Lineage lineage,
            String worker) {
        this.runs = runs;
        this.tasks = tasks;
        this.transitions = transitions;
        this.processes = processes;
        this.leases = leases;
        this.seats = new Seats(properties.concurrency());
        this.properties = properties;
        this.metrics = metrics;
        this.usage = usage;
        this.traces = traces;
        this.lineage = lineage;
        this.worker = worker;
    }

    /** Does the task unless it is done, or somebody else's. Throws only when the database cannot be reached. */
    public void run(UUID taskId) {
        boolean alone = tasks.isSuspect(taskId);
        try {
            if (!claimAndWork(taskId, alone)) {
                leaveToNewer(taskId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tasks.passOn(taskId);
        }
    }

    private boolean claimAndWork(UUID taskId, boolean alone) throws InterruptedException {
        try (Seats.Taken _ = seats.take(alone)) {
            Optional<LeasedTask> claimed = tasks.claim(taskId, worker, properties.lease(), alone);
            claimed.ifPresent(this::work);
            return claimed.isPresent();
        }
    }

    /** Whoever declines is quicker than whoever works, and would take every message: so this thread takes none for a while. */
    private void leaveToNewer(UUID taskId) throws InterruptedException {
        Optional<UUID> run = tasks.leaveToNewer(taskId);
        if (run.isPresent()) {
            if (leftToNewer.add(run.get())) {
                LOG.warn("Run is left to workers of a newer version, which submitted or planned it run={}", run.get());
            }
            Thread.sleep(HOLD_BACK);
        }
    }

    private void work(LeasedTask task) {
        Run run = runs.find(task.run()).orElseThrow();
        try (RunFields _ = RunFields.of(run.id(), run.family());
                Traces.Step _ = traces.goOn(run.trace(), run.kind().wireName() + " " + task.kind().wireName())) {
            work(run, task);
        }
    }

    private void work(Run run, LeasedTask task) {
        leases.hold(task);
        UsageMeter.Measurement used = usage.begin();
        long started = System.nanoTime();
        try {
            if (task.kind() != TaskKind.SWEEP && (run.cancelRequested() || run.state().isFinal())) {
                transitions.stopped(run, task);
            } else if (hasKilled(task)) {
                giveUp(run, task, new Problem("worker-died",
                        "The worker died [%d] times while it had this and nothing else to do. Maybe its rows need more memory than a worker has"
                                .formatted(task.deaths())));
            } else {
                step(run, task);
            }
            metrics.finished(run.kind(), task.kind(), System.nanoTime() - started);
        } catch (Fenced e) {
            metrics.fenced();
            LOG.warn("{}", e.getMessage());
        } catch (Exception e) {
            failed(run, task, e);
        } finally {
            leases.letGo(task);
            usage.end(used, run, task);
        }
    }

    /** One death while alone is enough to look for the culprit in the halves; a last one alone gets all its attempts. */
    private boolean hasKilled(LeasedTask task) {
        return task.deaths() >= (task.to() - task.from() > 1 ? 1 : properties.attempts());
    }

    private void step(Run run, LeasedTask task) throws Exception {
        RunProcess process = processes.of(run);
        boolean staged = task.stage() > 0;
        switch (task.kind()) {
            case PLAN -> {
                runs.start(run.id());
                if (staged) {
                    transitions.planned(run, task, stage(process, task).plan(run, task));
                } else {
                    transitions.planned(run, task, process.plan(run, task));
                }
            }
            case PART -> {
                if (staged) {
                    transitions.completed(run, task, stage(process, task).execute(run, task), TaskEnd.DONE);
                } else {
                    complete(run, task, process.execute(run, task), TaskEnd.DONE);
                }
            }
            case FINISH -> finish(run, task, process);
            case SWEEP -> {
                process.sweep(run);
                lineage.ended(run);
                transitions.swept(task, TaskEnd.DONE);
            }
        }
    }

    private void complete(Run run, LeasedTask task, TaskResult result, TaskEnd end) {
        try {
            if (task.isWholeRun()) {
                transitions.completedWhole(run, task, result);
            } else {
                transitions.completed(run, task, result, end);
            }
        } finally {
            result.release().run();
        }
    }

    private static Stage stage(RunProcess process, LeasedTask task) {
        return process.stages().get(task.stage() - 1);
    }

    private void finish(Run run, LeasedTask task, RunProcess process) throws Exception {
        Progress progress = run.progress();
        if (!run.errorBudget().allows(progress.failed(), progress.expected())) {
            transitions.finished(run, task, Completion.failed(new Problem("error-budget-exceeded",
                    "%d of %d partitions failed. Maybe look at GET /runs/%s/partitions?outcome=failed, or raise training.errorBudget"
                            .formatted(progress.failed(), progress.expected(), run.id()))));
        } else if (task.stage() <= process.stages().size()) {
            // Made by a version of this service that had fewer stages.
            transitions.passed(run, task);
        } else {
            transitions.finished(run, task, process.finish(run, task));
        }
    }

    private void failed(Run run, LeasedTask task, Exception e) {
        boolean shuttingDown = Thread.interrupted() || e instanceof InterruptedException;
        if (shuttingDown) {
            tasks.giveBack(task);
            return;
        }
        LOG.warn("Task failed run={} task={} kind={} stage={} attempt={}", run.id(), task.id(),
                task.kind().wireName(), task.stage(), task.attempt(), e);
        metrics.failed(run.kind());
        traces.failed(e);
        if (e instanceof ManyModelsException ours && task.isWholeRun() && isFinal(ours.kind())
                && task.kind() != TaskKind.SWEEP) {
            transitions.failed(run, task, Problem.of(e));
        } else if (task.attempt() >= properties.attempts()) {
            giveUp(run, task, Problem.of(e));
        } else {
            Duration wait = properties.backoff().multipliedBy(1L << Math.min(10, task.attempt() - 1));
            tasks.release(task, wait, e.toString());
        }
    }

    private static boolean isFinal(ManyModelsException.Kind kind) {
        return switch (kind) {
            case MALFORMED, TOO_LARGE, INVALID, NOT_FOUND, CONFLICT, FORBIDDEN, UNSUPPORTED -> true;
            case UNAVAILABLE -> false;
        };
    }

    /** Splits a range that keeps failing, so that one bad partition takes no other with it; a single one is abandoned. */
    private void giveUp(Run run, LeasedTask task, Problem reason) {
        if (task.kind() == TaskKind.SWEEP) {
            transitions.swept(task, TaskEnd.ABANDONED);
        } else if (task.isWholeRun()) {
            transitions.failed(run, task, reason);
        } else if (task.to() - task.from() > 1) {
            transitions.split(run, task, task.deaths() > 0);
        } else if (task.stage() > 0) {
            Runnable commit = stage(processes.of(run), task).abandon(run, task, reason);
            transitions.completed(run, task, commit, TaskEnd.ABANDONED);
        } else {
            complete(run, task, processes.of(run).abandon(run, task, reason), TaskEnd.ABANDONED);
        }
    }
}
