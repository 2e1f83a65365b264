package io.manymodels.promotion.run;

import io.manymodels.promotion.gate.Verdict;
import io.manymodels.promotion.judgement.Judgement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What operators see of promotions. No label names a run, a key or a family. */
@Component
class PromotionMetrics {

    private final Map<String, Counter> verdicts = new TreeMap<>();
    private final Counter corrupt;
    private final Counter published;

    PromotionMetrics(MeterRegistry registry) {
        // Every series is there from the start: an alert cannot see the first increase of one that appears with it.
        for (String decision : Verdict.DECISIONS) {
            verdicts.put(decision, Counter.builder("manymodels.promotion.verdicts").tag("decision", decision)
                    .description("Verdicts about keys, dry runs included").register(registry));
        }
        this.corrupt = Counter.builder("manymodels.promotion.artefacts.corrupt")
                .description("Candidates that were not copied because their bytes are missing or have another SHA-256")
                .register(registry);
        this.published = Counter.builder("manymodels.promotion.releases").description("Releases published")
                .register(registry);
    }

    void judged(List<Judgement> judgements, int corruptArtefacts) {
        for (var judgement : judgements) {
            Objects.requireNonNull(verdicts.get(judgement.verdict().decision())).increment();
        }
        corrupt.increment(corruptArtefacts);
    }

    void published() {
        published.increment();
    }
}
