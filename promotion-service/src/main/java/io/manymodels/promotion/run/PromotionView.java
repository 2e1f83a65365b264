package io.manymodels.promotion.run;

import io.manymodels.problem.Problem;
import io.manymodels.promotion.judgement.Difference;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.lifecycle.PromotionState;
import io.manymodels.work.api.Run;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A promotion as REST shows it. The run itself is at {@code links.run}.
 *
 * @param state      the run's
 * @param result     what became of the release: deciding, dry-run, awaiting-approval, published, declined, or unpublished where
 *                   the run failed or was cancelled
 * @param decisions  keys by promote, hold and reject
 * @param byRung     keys by the rung that follows from the verdicts; {@code none} where no model can answer
 * @param difference keys against the release that was current when the run was planned
 * @param approval   why the release waits, or waited, for an approver; null where it does not
 * @param decidedBy  the approver who published or declined
 */
public record PromotionView(UUID id, String family, String state, String result, boolean dryRun,
        @Nullable UUID training,
        @Nullable String snapshot, Map<String, Long> decisions, Map<String, Long> byRung,
        @Nullable Difference difference, @Nullable String approval, @Nullable String decidedBy,
        @Nullable Problem problem,
        Map<String, String> links) {

    static PromotionView of(Run run, @Nullable Promotion promotion, Map<String, Long> decisions,
            Map<String, Long> byRung,
            @Nullable Difference difference) {
        var self = "/api/v1/promotions/" + run.id();
        return new PromotionView(run.id(), run.family(), run.state().wireName(),
                result(run, promotion),
                run.parameters().path("dryRun").asBoolean(false), promotion == null ? null : promotion.trainingRun(),
                promotion == null ? null : promotion.snapshot(), decisions, byRung, difference,
                promotion == null ? null : promotion.approval(),
                promotion == null ? null : promotion.state().decidedBy(), run.problem(),
                Map.of("self", self, "run", "/api/v1/runs/" + run.id(), "verdicts", self + "/verdicts"));
    }

    private static String result(Run run, @Nullable Promotion promotion) {
        var state = promotion == null ? new PromotionState.Deciding() : promotion.state();
        return run.state().isFinal() && state instanceof PromotionState.Deciding ? "unpublished" : state.wireName();
    }
}
