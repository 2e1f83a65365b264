package io.manymodels.work.engine;

import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.cost.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What operators see of tasks and runs. Every series is there, at zero, from the start of the service: an alert cannot see
 * the first increase of a counter that appears with it. No label names a run, a key or a family.
 */
public class TaskMetrics {

    private static final Duration STALE = Duration.ofSeconds(2);

    private final TaskRepository tasks;
    private final RunRepository runs;
    private final Map<RunKind, Map<TaskKind, Timer>> finished = new EnumMap<>(RunKind.class);
    private final Map<RunKind, Counter> cpu = new EnumMap<>(RunKind.class);
    private final Map<RunKind, Counter> written = new EnumMap<>(RunKind.class);
    private final Map<RunKind, Counter> failed = new EnumMap<>(RunKind.class);
    private final Map<RunKind, Map<RunState, Counter>> ended = new EnumMap<>(RunKind.class);
    private final Counter fenced;
    private final Counter redelivered;
    private final Counter deadLettered;
    private volatile Read latest = new Read(Map.of(), Map.of());
    private volatile long readAt = System.nanoTime() - STALE.toNanos() - 1;

    private record Read(Map<String, Double> tasks, Map<RunKind, Instant> successes) {}

    /** @param kinds of runs that the service does */
    TaskMetrics(MeterRegistry registry, TaskRepository tasks, RunRepository runs, Set<RunKind> kinds) {
        this.tasks = tasks;
        this.runs = runs;
        for (String state : new String[] {"pending", "leased"}) {
            Gauge.builder("manymodels.tasks", () -> gauge(state)).tag("state", state)
                    .description("Open tasks by state").register(registry);
        }
        Gauge.builder("manymodels.task.queue.age", () -> gauge("oldest")).baseUnit("seconds")
                .description("How long the oldest pending task has waited").register(registry);
        fenced = Counter.builder("manymodels.task.fenced")
                .description("Commits refused because the lease had gone elsewhere").register(registry);
        redelivered = Counter.builder("manymodels.task.redeliveries")
                .description("Task messages that came more than once").register(registry);
        deadLettered = Counter.builder("manymodels.task.dead.letters")
                .description("Task messages that nobody could read").register(registry);
        for (RunKind kind : kinds) {
            register(registry, kind);
        }
    }

    private void register(MeterRegistry registry, RunKind kind) {
        Map<TaskKind, Timer> steps = new EnumMap<>(TaskKind.class);
        for (TaskKind step : TaskKind.values()) {
            steps.put(step, Timer.builder("manymodels.task").tag("kind", kind.wireName()).tag("step", step.wireName())
                    .description("Time that tasks took").register(registry));
        }
        finished.put(kind, steps);
        failed.put(kind, Counter.builder("manymodels.task.failures").tag("kind", kind.wireName())
                .description("Tries of tasks that failed and are repeated or given up").register(registry));
        cpu.put(kind, Counter.builder("manymodels.task.cpu").baseUnit("seconds").tag("kind", kind.wireName())
                .description("Processor time that tasks used").register(registry));
        written.put(kind, Counter.builder("manymodels.task.written").baseUnit("bytes").tag("kind", kind.wireName())
                .description("Bytes that tasks wrote to object storage").register(registry));
        Map<RunState, Counter> states = new EnumMap<>(RunState.class);
        for (RunState state : RunState.values()) {
            if (state.isFinal()) {
                states.put(state, Counter.builder("manymodels.runs").tag("kind", kind.wireName())
                        .tag("state", state.wireName()).description("Runs that ended").register(registry));
            }
        }
        ended.put(kind, states);
        Gauge.builder("manymodels.run.last.success.timestamp", () -> lastSuccess(kind)).baseUnit("seconds")
                .tag("kind", kind.wireName())
                .description("When a run last succeeded, in seconds since 1970; NaN where none has").register(registry);
    }

    void finished(RunKind kind, TaskKind task, long nanos) {
        of(of(finished, kind), task).record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(RunKind kind) {
        of(failed, kind).increment();
    }

    void used(RunKind kind, Usage usage) {
        of(cpu, kind).increment(usage.cpuSeconds());
        of(written, kind).increment((double) usage.bytesWritten());
    }

    void fenced() {
        fenced.increment();
    }

    /** A task message came again. */
    public void redelivered() {
        redelivered.increment();
    }

    /** A task message could not be read. */
    public void deadLettered() {
        deadLettered.increment();
    }

    void ended(RunKind kind, RunState state) {
        of(of(ended, kind), state).increment();
    }

    private static <K, V> V of(Map<K, V> meters, K name) {
        return Objects.requireNonNull(meters.get(name));
    }

    private double gauge(String name) {
        return latest().tasks().getOrDefault(name, 0.0);
    }

    private double lastSuccess(RunKind kind) {
        Instant success = latest().successes().get(kind);
        return success == null ? Double.NaN : success.getEpochSecond();
    }

    private Read latest() {
        if (System.nanoTime() - readAt > STALE.toNanos()) {
            latest = new Read(tasks.gauges(), runs.lastSuccesses());
            readAt = System.nanoTime();
        }
        return latest;
    }
}
