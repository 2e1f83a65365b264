package io.manymodels.promotion.run;

import io.manymodels.promotion.judgement.Judgement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** What operators see of promotions. No label names a run, a key or a family. */
@Component
class PromotionMetrics {

    private final MeterRegistry registry;
    private final Counter corrupt;
    private final Counter published;

    PromotionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.corrupt = Counter.builder("manymodels.promotion.artefacts.corrupt")
                .description("Candidates that were not copied because their bytes are missing or have another SHA-256")
                .register(registry);
        this.published = Counter.builder("manymodels.promotion.releases").description("Releases published")
                .register(registry);
    }

    void judged(List<Judgement> judgements, int corruptArtefacts) {
        for (var judgement : judgements) {
            Counter.builder("manymodels.promotion.verdicts").tag("decision", judgement.verdict().decision())
                    .description("Verdicts about keys, dry runs included").register(registry).increment();
        }
        corrupt.increment(corruptArtefacts);
    }

    void published() {
        published.increment();
    }
}
