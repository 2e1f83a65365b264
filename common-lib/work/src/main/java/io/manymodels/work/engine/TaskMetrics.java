package io.manymodels.work.engine;

import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.TaskKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What operators see of tasks and runs. No label names a run, a key or a family. */
public class TaskMetrics {

    private static final Duration STALE = Duration.ofSeconds(2);

    private final MeterRegistry registry;
    private final TaskRepository tasks;
    private final Clock clock;
    private final Map<RunKind, AtomicLong> lastSuccess = new ConcurrentHashMap<>();
    private volatile Map<String, Double> gauges = Map.of();
    private volatile long readAt = System.nanoTime() - STALE.toNanos() - 1;

    TaskMetrics(MeterRegistry registry, TaskRepository tasks, Clock clock) {
        this.registry = registry;
        this.tasks = tasks;
        this.clock = clock;
        for (String state : new String[] {"pending", "leased"}) {
            Gauge.builder("manymodels.tasks", () -> gauge(state)).tag("state", state)
                    .description("Open tasks by state").register(registry);
        }
        Gauge.builder("manymodels.task.queue.age", () -> gauge("oldest")).baseUnit("seconds")
                .description("How long the oldest pending task has waited").register(registry);
    }

    void finished(RunKind kind, TaskKind task, long nanos) {
        Timer.builder("manymodels.task").tag("kind", kind.wireName()).tag("step", task.wireName())
                .description("Time that tasks took").register(registry).record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(RunKind kind) {
        Counter.builder("manymodels.task.failures").tag("kind", kind.wireName())
                .description("Tries of tasks that failed and are repeated or given up").register(registry).increment();
    }

    void fenced() {
        Counter.builder("manymodels.task.fenced").description("Commits refused because the lease had gone elsewhere")
                .register(registry).increment();
    }

    /** A task message came again. */
    public void redelivered() {
        Counter.builder("manymodels.task.redeliveries").description("Task messages that came more than once")
                .register(registry).increment();
    }

    /** A task message could not be read. */
    public void deadLettered() {
        Counter.builder("manymodels.task.dead.letters").description("Task messages that nobody could read")
                .register(registry).increment();
    }

    void ended(RunKind kind, RunState state) {
        Counter.builder("manymodels.runs").tag("kind", kind.wireName()).tag("state", state.wireName())
                .description("Runs that ended").register(registry).increment();
        if (state == RunState.SUCCEEDED) {
            lastSuccess.computeIfAbsent(kind, k -> registry.gauge("manymodels.run.last.success.timestamp.seconds",
                    List.of(Tag.of("kind", k.wireName())), new AtomicLong()))
                    .set(clock.instant().getEpochSecond());
        }
    }

    private double gauge(String name) {
        if (System.nanoTime() - readAt > STALE.toNanos()) {
            gauges = tasks.gauges();
            readAt = System.nanoTime();
        }
        return gauges.getOrDefault(name, 0.0);
    }
}
