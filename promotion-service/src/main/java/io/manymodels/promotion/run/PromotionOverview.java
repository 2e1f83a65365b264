package io.manymodels.promotion.run;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.judgement.Judgements;
import io.manymodels.promotion.lifecycle.PromotionLedger;
import io.manymodels.run.RunKind;
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

    PromotionOverview(Runs runs, PromotionLedger promotions, Judgements judgements) {
        this.runs = runs;
        this.promotions = promotions;
        this.judgements = judgements;
    }

    /** The promotion with its counts, or NOT_FOUND {@code promotion-unknown}. */
    public PromotionView get(UUID id) {
        var run = runs.find(id).filter(found -> found.kind() == RunKind.PROMOTION)
                .orElseThrow(() -> ManyModelsException.notFound("promotion-unknown",
                        "Promotion [%s] does not exist. Maybe list GET /api/v1/runs?kind=promotion".formatted(id)));
        var promotion = promotions.find(id).orElse(null);
        return promotion == null
                ? PromotionView.of(run, null, Map.of(), Map.of(), null)
                : PromotionView.of(run, promotion, judgements.countByDecision(id), judgements.countByRung(id),
                        judgements.difference(promotion));
    }
}
