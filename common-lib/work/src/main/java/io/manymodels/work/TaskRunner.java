package io.manymodels.work;

import io.manymodels.event.Fact;
import io.manymodels.event.RunFinished;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionTemplate;

/** Works on one task at a time on the calling thread: claim, do, commit behind the fence, go on. */
class TaskRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    private final RunRepository runs;
    private final TaskRepository tasks;
    private final Outbox outbox;
    private final Leases leases;
    private final TransactionTemplate transaction;
    private final WorkProperties properties;
    private final TaskMetrics metrics;
    private final Map<RunKind, RunProcess> processes = new EnumMap<>(RunKind.class);
    private final String worker;

    TaskRunner(RunRepository runs, TaskRepository tasks, Outbox outbox, Leases leases, TransactionTemplate transaction,
            WorkProperties properties, TaskMetrics metrics, List<RunProcess> processes, String worker) {
        this.runs = runs;
        this.tasks = tasks;
        this.outbox = outbox;
        this.leases = leases;
        this.transaction = transaction;
        this.properties = properties;
        this.metrics = metrics;
        this.worker = worker;
        processes.forEach(process -> this.processes.put(process.kind(), process));
    }

    /** Does the task unless it is done, or somebody else's. Throws only when the database cannot be reached. */
    void run(UUID taskId) {
        Optional<Task> claimed = tasks.claim(taskId, worker, properties.lease());
        if (claimed.isEmpty()) {
            return;
        }
        Task task = claimed.get();
        Run run = runs.find(task.run()).orElseThrow();
        leases.hold(task);
        long started = System.nanoTime();
        try (MDC.MDCCloseable _ = MDC.putCloseable("run", run.id().toString())) {
            if (run.cancelRequested() || run.state().isFinal()) {
                transaction.executeWithoutResult(_ -> cancel(run, task));
            } else if (task.attempt() > properties.attempts()) {
                giveUp(run, task, new Reason("worker-died", "Every worker that took this task died or failed: "
                        + tasks.lastError(task.id())));
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
        }
    }

    private void step(Run run, Task task) throws Exception {
        RunProcess process = Objects.requireNonNull(processes.get(run.kind()), () -> "No process for " + run.kind());
        switch (task.kind()) {
            case PLAN -> {
                runs.start(run.id());
                Plan plan = process.plan(run);
                transaction.executeWithoutResult(_ -> planned(run, task, plan));
            }
            case PART -> {
                TaskResult result = process.execute(run, task);
                transaction.executeWithoutResult(_ -> complete(run, task, result, "done"));
            }
            case FINISH -> finish(run, task, process);
        }
    }

    private void planned(Run run, Task task, Plan plan) {
        tasks.end(task, "done");
        plan.commit().run();
        runs.planned(run.id(), plan.expected(), plan.tasks().size());
        runs.recount(run.id(), false);
        List<TaskRange> longestFirst = new ArrayList<>(plan.tasks());
        longestFirst.sort(Comparator.comparingLong(TaskRange::rows).reversed());
        add(run, TaskKind.PART, longestFirst);
        if (longestFirst.isEmpty()) {
            addFinish(run);
        }
    }

    private void complete(Run run, Task task, TaskResult result, String state) {
        tasks.end(task, state);
        result.commit().run();
        runs.account(run.id(), result.outcomes());
        if (task.isWholeRun()) {
            runs.recount(run.id(), true);
        }
        if (runs.openTasks(run.id(), -1) == 0) {
            addFinish(run);
        }
    }

    private void finish(Run run, Task task, RunProcess process) throws Exception {
        Progress progress = run.progress();
        Completion completion = run.failureLimit().allows(progress.failed(), progress.expected())
                ? process.finish(run)
                : Completion.failed(new Problem("error-budget-exceeded",
                        "%d of %d partitions failed. Maybe look at GET /runs/%s/partitions?outcome=failed, or raise training.errorBudget"
                                .formatted(progress.failed(), progress.expected(), run.id())));
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, "done");
            if (completion.problem() == null) {
                completion.commit().run();
                runs.recount(run.id(), false);
            }
            end(run, completion.problem() == null ? RunState.SUCCEEDED : RunState.FAILED, completion.problem(),
                    completion.result(), completion.facts());
        });
    }

    private void end(Run run, RunState state, @Nullable Problem problem, @Nullable Object result, List<Fact> facts) {
        if (!runs.end(run.id(), state, problem, result)) {
            return;
        }
        List<Fact> published = new ArrayList<>(state == RunState.SUCCEEDED ? facts : List.of());
        published.add(new RunFinished(run.family(), run.kind().wireName(), run.id(), run.cycle(), state.wireName(),
                problem == null ? null : problem.message()));
        outbox.publish(published);
        metrics.ended(run.kind(), state);
        LOG.info("Run ended run={} kind={} family={} state={}{}", run.id(), run.kind().wireName(), run.family(),
                state.wireName(), problem == null ? "" : " problem=" + problem.code());
    }

    private void cancel(Run run, Task task) {
        tasks.end(task, "cancelled");
        cancelled(run, task.kind() == TaskKind.PART ? 1 : 0);
    }

    /** Takes what is pending off the run; the last of its tasks to stop ends it. */
    void cancelled(Run run, int justStopped) {
        int left = runs.openTasks(run.id(), -justStopped - tasks.cancelPending(run.id()));
        if (left <= 0) {
            end(run, RunState.CANCELLED, null, null, List.of());
        }
    }

    private void failed(Run run, Task task, Exception e) {
        boolean shuttingDown = Thread.interrupted() || e instanceof InterruptedException;
        if (shuttingDown) {
            tasks.giveBack(task);
            return;
        }
        LOG.warn("Task failed run={} task={} kind={} attempt={}", run.id(), task.id(), task.kind().wireName(),
                task.attempt(), e);
        metrics.failed(run.kind());
        if (e instanceof ManyModelsException ours && task.isWholeRun()
                && isFinal(ours.kind())) {
            fail(run, task, new Problem(ours.code(), ours.getMessage()));
        } else if (task.attempt() >= properties.attempts()) {
            giveUp(run, task, Reason.of(e));
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
    private void giveUp(Run run, Task task, Reason reason) {
        if (task.isWholeRun()) {
            fail(run, task, new Problem(reason.code(), reason.message()));
        } else if (task.to() - task.from() > 1) {
            int middle = (task.from() + task.to()) >>> 1;
            transaction.executeWithoutResult(_ -> {
                tasks.end(task, "split");
                runs.openTasks(run.id(), 1);
                add(run, TaskKind.PART, List.of(new TaskRange(task.from(), middle, task.rows() / 2),
                        new TaskRange(middle, task.to(), task.rows() / 2)));
            });
        } else {
            TaskResult result = Objects.requireNonNull(processes.get(run.kind())).abandon(run, task, reason);
            transaction.executeWithoutResult(_ -> complete(run, task, result, "abandoned"));
        }
    }

    private void fail(Run run, Task task, Problem problem) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, "abandoned");
            end(run, RunState.FAILED, problem, null, List.of());
        });
    }

    /** Stores the first task of a new run. */
    void begin(UUID run) {
        List<UUID> id = List.of(UUID.randomUUID());
        tasks.insert(run, TaskKind.PLAN, List.of(TaskRange.wholeRun(0)), id);
        outbox.send(id);
    }

    private void addFinish(Run run) {
        add(run, TaskKind.FINISH, List.of(TaskRange.wholeRun(0)));
    }

    private void add(Run run, TaskKind kind, List<TaskRange> ranges) {
        List<UUID> ids = ranges.stream().map(_ -> UUID.randomUUID()).toList();
        tasks.insert(run.id(), kind, ranges, ids);
        outbox.send(ids);
    }
}
