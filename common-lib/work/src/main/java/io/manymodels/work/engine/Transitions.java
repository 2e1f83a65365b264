package io.manymodels.work.engine;

import io.manymodels.event.Fact;
import io.manymodels.event.RunFinished;
import io.manymodels.problem.Problem;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.StagePlan;
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.TaskResult;
import io.manymodels.work.outbox.Outbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every step in the life of a run, one transaction each. They lock in one order: the task that ends, which is the fence;
 * then, what it wrote being written, its run; then nothing that anybody waits for. Tasks of one run so write side by side
 * and only count their ends one after the other. Planning and finishing lock the run before they commit anything: the run
 * ends first, and what the end brings along is written only if the end was accepted.
 */
class Transitions {

    private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

    private final RunRepository runs;
    private final TaskRepository tasks;
    private final TaskQueue queue;
    private final Outbox outbox;
    private final Processes processes;
    private final TransactionTemplate transaction;
    private final StatisticsRepository statistics;
    private final TaskMetrics metrics;

    Transitions(RunRepository runs, TaskRepository tasks, TaskQueue queue, Outbox outbox, Processes processes,
            TransactionTemplate transaction, StatisticsRepository statistics, TaskMetrics metrics) {
        this.statistics = statistics;
        this.runs = runs;
        this.tasks = tasks;
        this.queue = queue;
        this.outbox = outbox;
        this.processes = processes;
        this.transaction = transaction;
        this.metrics = metrics;
    }

    /** Stores a run and its first task; false when it is there already. Takes part in a transaction that is under way. */
    boolean submitted(NewRun run, @Nullable String trace) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            if (!runs.insert(run, processes.of(run.kind()).planVersion(), trace)) {
                return false;
            }
            add(run.id(), TaskKind.PLAN, 0, List.of(TaskRange.wholeRun(0)), false);
            return true;
        }));
    }

    void planned(Run run, LeasedTask task, Plan plan) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.DONE);
            if (goesOn(run, runs.openTasks(run.id(), -1))) {
                plan.commit().run();
                runs.planned(run.id(), plan.expected());
                runs.recount(run.id(), false);
                runs.raisePlanVersion(run.id(), processes.of(run).planVersion());
                addParts(run, 0, plan.tasks());
            }
        });
    }

    void planned(Run run, LeasedTask task, StagePlan plan) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.DONE);
            if (goesOn(run, runs.openTasks(run.id(), -1))) {
                plan.commit().run();
                runs.raisePlanVersion(run.id(), processes.of(run).planVersion());
                addParts(run, task.stage(), plan.tasks());
            }
        });
    }

    /** A range of partitions is done, or given up. What it came to counts even in a run that is being cancelled. */
    void completed(Run run, LeasedTask task, TaskResult result, TaskEnd end) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, end);
            result.commit().run();
            runs.account(run.id(), result.outcomes());
            left(run, task);
        });
    }

    /** The task that is a whole run is done. Nobody works beside it, so it asks first. */
    void completedWhole(Run run, LeasedTask task, TaskResult result) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.DONE);
            if (goesOn(run, runs.openTasks(run.id(), -1))) {
                result.commit().run();
                runs.account(run.id(), result.outcomes());
                runs.recount(run.id(), true);
                goOn(run, task.stage());
            }
        });
    }

    /** A range of a stage's units is done, or given up. */
    void completed(Run run, LeasedTask task, Runnable commit, TaskEnd end) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, end);
            commit.run();
            left(run, task);
        });
    }

    private void left(Run run, LeasedTask task) {
        RunRepository.Standing standing = runs.openTasks(run.id(), -1);
        if (standing.state().isFinal()) {
            throw Fenced.tooLate(task);
        }
        if (goesOn(run, standing) && standing.openTasks() == 0) {
            goOn(run, task.stage());
        }
    }

    /** Two halves stand in for the task. */
    void split(Run run, LeasedTask task, boolean suspect) {
        int middle = (task.from() + task.to()) >>> 1;
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.SPLIT);
            if (goesOn(run, runs.openTasks(run.id(), -1))) {
                add(run.id(), TaskKind.PART, task.stage(),
                        List.of(new TaskRange(task.from(), middle, task.rows() / 2),
                                new TaskRange(middle, task.to(), task.rows() / 2)),
                        suspect);
            }
        });
    }

    void finished(Run run, LeasedTask task, Completion completion) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.DONE);
            if (!goesOn(run, runs.openTasks(run.id(), -1))) {
                return;
            }
            switch (completion) {
                case Completion.Success success -> {
                    end(run, new RunEnd.Succeeded(), success.facts());
                    success.commit().run();
                    runs.recount(run.id(), false);
                    if (success.result() != null) {
                        runs.keepResult(run.id(), success.result());
                    }
                    statistics.refresh();
                    runs.endsNow(run.id());
                }
                case Completion.Failure failure -> end(run, new RunEnd.Failed(failure.problem()), List.of());
            }
        });
    }

    /** Goes on behind the task, which had nothing left to do itself. */
    void passed(Run run, LeasedTask task) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.DONE);
            if (goesOn(run, runs.openTasks(run.id(), -1))) {
                goOn(run, task.stage());
            }
        });
    }

    /** The run fails with this task. */
    void failed(Run run, LeasedTask task, Problem problem) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.ABANDONED);
            if (goesOn(run, runs.openTasks(run.id(), -1))) {
                end(run, new RunEnd.Failed(problem), List.of());
                runs.openTasks(run.id(), -tasks.cancelPending(run.id()));
            }
        });
    }

    /** The task stops, as its run goes no further. */
    void stopped(Run run, LeasedTask task) {
        transaction.executeWithoutResult(_ -> {
            tasks.end(task, TaskEnd.CANCELLED);
            goesOn(run, runs.openTasks(run.id(), -1));
        });
    }

    /** The end of a task that no run waits for. */
    void swept(LeasedTask task, TaskEnd end) {
        transaction.executeWithoutResult(_ -> tasks.end(task, end));
    }

    /** Takes what is pending off the run, and ends it unless somebody still works on it. False when it has ended already. */
    boolean cancelled(Run run) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            if (!runs.requestCancellation(run.id())) {
                return false;
            }
            goesOn(run, runs.openTasks(run.id(), -tasks.cancelPending(run.id())));
            return true;
        }));
    }

    /** False when the run goes no further; the last of its tasks to stop ends a run that is to be cancelled. */
    private boolean goesOn(Run run, RunRepository.Standing standing) {
        if (standing.state().isFinal()) {
            return false;
        }
        if (!standing.cancelRequested()) {
            return true;
        }
        if (standing.openTasks() <= 0) {
            end(run, new RunEnd.Cancelled(), List.of());
            if (standing.unaccounted() > 0) {
                processes.of(run).cancelRest(run);
                runs.recount(run.id(), false);
            }
        }
        return false;
    }

    /** What comes after a stage whose tasks are all done: the next one, or the end. */
    private void goOn(Run run, int stage) {
        Progress progress = runs.find(run.id()).orElseThrow().progress();
        boolean another = stage < processes.of(run).stages().size()
                && run.errorBudget().allows(progress.failed(), progress.expected());
        add(run.id(), another ? TaskKind.PLAN : TaskKind.FINISH, stage + 1, List.of(TaskRange.wholeRun(0)), false);
    }

    /** Ends a run whose lock this transaction holds. */
    private void end(Run run, RunEnd end, List<? extends Fact> facts) {
        if (!runs.end(run.id(), end)) {
            throw new IllegalStateException("Run [%s] ended while it was locked".formatted(run.id()));
        }
        Problem problem = end instanceof RunEnd.Failed failed ? failed.problem() : null;
        List<Fact> published = new ArrayList<>(facts);
        published.add(new RunFinished(run.family(), run.kind().wireName(), run.id(), run.cycle(),
                end.state().wireName(), problem == null ? null : problem.message()));
        outbox.publish(published);
        List<UUID> sweep = List.of(UUID.randomUUID());
        tasks.insert(run.id(), TaskKind.SWEEP, 0, List.of(TaskRange.wholeRun(0)), sweep, false);
        queue.send(sweep);
        metrics.ended(run.kind(), end.state());
        LOG.info("Run ended run={} kind={} family={} state={}{}", run.id(), run.kind().wireName(), run.family(),
                end.state().wireName(), problem == null ? "" : " problem=" + problem.code());
    }

    private void addParts(Run run, int stage, List<TaskRange> parts) {
        if (parts.isEmpty()) {
            goOn(run, stage);
            return;
        }
        List<TaskRange> longestFirst = new ArrayList<>(parts);
        longestFirst.sort(Comparator.comparingLong(TaskRange::rows).reversed());
        add(run.id(), TaskKind.PART, stage, longestFirst, false);
    }

    private void add(UUID run, TaskKind kind, int stage, List<TaskRange> ranges, boolean suspect) {
        List<UUID> ids = ranges.stream().map(_ -> UUID.randomUUID()).toList();
        tasks.insert(run, kind, stage, ranges, ids, suspect);
        runs.openTasks(run, ids.size());
        queue.send(ids);
    }
}
