package io.manymodels.training.run;

import io.manymodels.run.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What operators see of models. No label names a family, a run or a key. */
@Component
class TrainingMetrics {

    private final MeterRegistry registry;

    TrainingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param algorithm of the winner; {@code none} where there is no model */
    void partition(String algorithm, Outcome outcome, double seconds) {
        Counter.builder("manymodels.training.models").tag("algorithm", algorithm).tag("outcome", outcome.wireName())
                .description("Partitions trained, by the winning algorithm and by outcome").register(registry)
                .increment();
        Timer.builder("manymodels.training.partition").description("Time to train one partition").register(registry)
                .record((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
    }
}
