package io.manymodels.scoring.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What operators see of scorings. No label names a run, a key or a family. */
@Component
class ScoringMetrics {

    private final Counter broken;
    private final Counter rows;

    ScoringMetrics(MeterRegistry registry) {
        this.broken = Counter.builder("manymodels.scoring.models.broken").description(
                "Partitions whose production model is missing, cut short or has another SHA-256; a lower rung answers")
                .register(registry);
        this.rows = Counter.builder("manymodels.scoring.rows").description("Rows predicted, once for each time")
                .register(registry);
    }

    void scored(int predictions) {
        rows.increment(predictions);
    }

    void broken(long partitions) {
        broken.increment((double) partitions);
    }
}
