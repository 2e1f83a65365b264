package io.manymodels.promotion.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.judgement.Difference;
import io.manymodels.promotion.judgement.Judgements;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.lifecycle.PromotionLedger;
import io.manymodels.promotion.release.ReleaseFigures;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks promotions up. */
@Component
public class PromotionOverview {

    private final Runs runs;
    private final PromotionLedger promotions;
    private final Judgements judgements;
    private final FamilyRepository families;
    private final ReleaseFigures figures;

    /** The verdicts, counted. */
    private record Counts(Map<String, Long> byDecision, Map<String, Long> byRung, Difference difference) {}

    PromotionOverview(Runs runs, PromotionLedger promotions, Judgements judgements, FamilyRepository families,
            ReleaseFigures figures) {
        this.families = families;
        this.runs = runs;
        this.promotions = promotions;
        this.judgements = judgements;
        this.figures = figures;
    }

    /** The promotion with its counts, or NOT_FOUND {@code promotion-unknown}. */
    public PromotionView get(UUID id) {
        var run = run(id);
        var promotion = promotions.find(id).orElse(null);
        if (promotion == null) {
            return PromotionView.of(run, null, Map.of(), Map.of(), null);
        }
        // Once a run has ended no verdict comes to it any more.
        var counts = run.state().isFinal()
                ? figures.of(promotion.releaseId(), "verdicts", Counts.class, () -> counts(promotion))
                : counts(promotion);
        return PromotionView.of(run, promotion, counts.byDecision(), counts.byRung(), counts.difference());
    }

    private Counts counts(Promotion promotion) {
        return new Counts(judgements.countByDecision(promotion.run()), judgements.countByRung(promotion.run()),
                judgements.difference(promotion));
    }

    /** The metric that its family was judged by; empty where that version of the spec is gone. */
    String metric(UUID id) {
        var run = run(id);
        return families.version(run.family(), run.familyVersion())
                .map(version -> version.spec().training().metric().wire()).orElse("");
    }

    private Run run(UUID id) {
        return runs.find(id).filter(found -> found.kind() == RunKind.PROMOTION)
                .orElseThrow(() -> ManyModelsException.notFound("promotion-unknown",
                        "Promotion [%s] does not exist. Maybe list GET /api/v1/runs?kind=promotion".formatted(id)));
    }
}
