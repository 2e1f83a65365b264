package io.manymodels.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.run.Outcome;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Learner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {

    private final Catalogue catalogue = Catalogue.installed();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TrainingMetrics metrics = new TrainingMetrics(registry, catalogue);

    @Test
    void everyLearnerIsThereAtZeroBeforeItHasWon() {
        assertThat(registry.get("manymodels.training.models").tag("outcome", "succeeded").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero())
                .extracting(counter -> counter.getId().getTag("algorithm"))
                .containsExactlyInAnyOrderElementsOf(catalogue.all().stream().map(Learner::name).toList());
        assertThat(registry.get("manymodels.training.models").tag("algorithm", "none").counters())
                .extracting(Counter::count).containsExactly(0.0, 0.0);
        assertThat(registry.get("manymodels.training.rows").counter().count()).isZero();
    }

    @Test
    void partitionsCountWithTheirRows() {
        metrics.partition("ridge", Outcome.SUCCEEDED, 40, 0.5);
        metrics.partition(null, Outcome.FAILED, 2, 0.5);

        assertThat(models("ridge", Outcome.SUCCEEDED)).isOne();
        assertThat(models("none", Outcome.FAILED)).isOne();
        assertThat(models("none", Outcome.FELL_BACK)).isZero();
        assertThat(registry.get("manymodels.training.rows").counter().count()).isEqualTo(42);
    }

    private double models(String algorithm, Outcome outcome) {
        return registry.get("manymodels.training.models").tag("algorithm", algorithm)
                .tag("outcome", outcome.wireName()).counter().count();
    }
}
