package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.cost.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

class TaskMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Counts without asking any database. */
    private final TaskMetrics metrics = metrics(registry);

    @Test
    void everyCounterIsThereAtZeroBeforeAnythingHappened() {
        Map<String, Double> counters = registry.getMeters().stream().filter(Counter.class::isInstance)
                .map(Counter.class::cast).collect(Collectors.toMap(
                        counter -> counter.getId().getName() + counter.getId().getTags(), Counter::count));

        assertThat(counters).containsOnlyKeys("manymodels.task.fenced[]", "manymodels.task.redeliveries[]",
                "manymodels.task.dead.letters[]", "manymodels.task.failures[tag(kind=training)]",
                "manymodels.task.failures[tag(kind=backtest)]", "manymodels.task.cpu[tag(kind=training)]",
                "manymodels.task.cpu[tag(kind=backtest)]", "manymodels.task.written[tag(kind=training)]",
                "manymodels.task.written[tag(kind=backtest)]",
                "manymodels.runs[tag(kind=training), tag(state=succeeded)]",
                "manymodels.runs[tag(kind=training), tag(state=failed)]",
                "manymodels.runs[tag(kind=training), tag(state=cancelled)]",
                "manymodels.runs[tag(kind=backtest), tag(state=succeeded)]",
                "manymodels.runs[tag(kind=backtest), tag(state=failed)]",
                "manymodels.runs[tag(kind=backtest), tag(state=cancelled)]");
        assertThat(counters.values()).containsOnly(0.0);
    }

    @Test
    void whatHappensIsCountedWhereItBelongs() {
        metrics.failed(RunKind.TRAINING);
        metrics.ended(RunKind.BACKTEST, RunState.FAILED);
        metrics.finished(RunKind.TRAINING, TaskKind.PART, Duration.ofSeconds(3).toNanos());
        metrics.used(RunKind.TRAINING, new Usage(1, 3, 2.5, 100, 4000));

        assertThat(registry.get("manymodels.task.failures").tag("kind", "training").counter().count()).isOne();
        assertThat(registry.get("manymodels.task.failures").tag("kind", "backtest").counter().count()).isZero();
        assertThat(registry.get("manymodels.runs").tag("kind", "backtest").tag("state", "failed").counter().count())
                .isOne();
        assertThat(registry.get("manymodels.task.cpu").tag("kind", "training").counter().count()).isEqualTo(2.5);
        assertThat(registry.get("manymodels.task.written").tag("kind", "training").counter().count()).isEqualTo(4000);
        Timer parts = registry.get("manymodels.task").tag("kind", "training").tag("step", "part").timer();
        assertThat(parts.mean(TimeUnit.SECONDS)).isEqualTo(3);
    }

    private static TaskMetrics metrics(SimpleMeterRegistry registry) {
        DriverManagerDataSource nowhere = new DriverManagerDataSource();
        JdbcClient jdbc = JdbcClient.create(nowhere);
        return new TaskMetrics(registry, new TaskRepository(jdbc, nowhere, new Processes(List.of())),
                new RunRepository(jdbc, nowhere, JsonMapper.shared()),
                EnumSet.of(RunKind.TRAINING, RunKind.BACKTEST));
    }
}
