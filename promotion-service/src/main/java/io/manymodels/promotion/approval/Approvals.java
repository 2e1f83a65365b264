package io.manymodels.promotion.approval;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.lifecycle.PromotionState;
import io.manymodels.promotion.run.Publication;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishes or drops prepared releases. The promotion run itself has ended by then: it prepared everything, and the
 * approval is one small transaction.
 */
@Component
class Approvals {

    private final Publication publication;

    Approvals(Publication publication) {
        this.publication = publication;
    }

    /**
     * Records an approver's word.
     *
     * @throws ManyModelsException CONFLICT {@code promotion-not-waiting}, and {@code release-conflict} when another release
     *                             became current since it was judged
     */
    @Transactional
    public void decide(UUID id, boolean approve, String approver) {
        var promotion = publication.lock(id).orElseThrow(() -> notWaiting(id, new PromotionState.Deciding()));
        if (!(promotion.state() instanceof PromotionState.AwaitingApproval waiting)) {
            throw notWaiting(id, promotion.state());
        }
        if (approve) {
            publication.approve(promotion, waiting, approver);
        } else {
            publication.decline(promotion, waiting, approver);
        }
    }

    private static ManyModelsException notWaiting(UUID id, PromotionState state) {
        return ManyModelsException.conflict("promotion-not-waiting",
                "Promotion [%s] is [%s] and awaits no approval. Maybe the family's promotion.approval is automatic"
                        .formatted(id, state.wireName()));
    }
}
