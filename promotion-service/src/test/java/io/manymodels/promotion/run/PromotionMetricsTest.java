package io.manymodels.promotion.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.promotion.gate.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromotionMetricsTest {

    @Test
    void everyVerdictIsThereAtZeroBeforeAnythingWasJudged() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        new PromotionMetrics(registry).judged(List.of(), 0);

        assertThat(registry.get("manymodels.promotion.verdicts").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero())
                .extracting(counter -> counter.getId().getTag("decision"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(new Verdict.Promote(), new Verdict.Hold(List.of()),
                        new Verdict.Reject(List.of())).map(Verdict::decision).toList());
        assertThat(registry.get("manymodels.promotion.releases").counter().count()).isZero();
    }
}
