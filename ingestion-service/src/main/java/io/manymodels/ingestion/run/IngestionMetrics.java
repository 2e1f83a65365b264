package io.manymodels.ingestion.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What operators see of ingestions. No label names a run, a key or a family. */
@Component
class IngestionMetrics {

    private final Counter rows;

    IngestionMetrics(MeterRegistry registry) {
        this.rows = Counter.builder("manymodels.ingestion.rows").description("Rows sorted into snapshots")
                .register(registry);
    }

    void ingested(long sorted) {
        rows.increment((double) sorted);
    }
}
