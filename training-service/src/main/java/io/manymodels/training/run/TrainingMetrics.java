package io.manymodels.training.run;

import io.manymodels.run.Outcome;
import io.manymodels.training.learner.Catalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What operators see of models. No label names a family, a run or a key. */
@Component
class TrainingMetrics {

    private static final String NO_MODEL = "none";

    private final MeterRegistry registry;
    private final Timer partitions;
    private final Counter rows;

    TrainingMetrics(MeterRegistry registry, Catalogue catalogue) {
        this.registry = registry;
        this.partitions = Timer.builder("manymodels.training.partition").description("Time to train one partition")
                .register(registry);
        this.rows = Counter.builder("manymodels.training.rows")
                .description("Rows of partitions that were trained, once for each time").register(registry);
        // Every series is there from the start: an alert cannot see the first increase of one that appears with it.
        catalogue.all().forEach(learner -> models(learner.name(), Outcome.SUCCEEDED));
        models(NO_MODEL, Outcome.FELL_BACK);
        models(NO_MODEL, Outcome.FAILED);
    }

    /** @param algorithm of the winner; null where there is no model */
    void partition(@Nullable String algorithm, Outcome outcome, int trainedRows, double seconds) {
        models(algorithm == null ? NO_MODEL : algorithm, outcome).increment();
        partitions.record((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
        rows.increment(trainedRows);
    }

    private Counter models(String algorithm, Outcome outcome) {
        return Counter.builder("manymodels.training.models").tag("algorithm", algorithm)
                .tag("outcome", outcome.wireName())
                .description("Partitions trained, by the winning algorithm and by outcome").register(registry);
    }
}
