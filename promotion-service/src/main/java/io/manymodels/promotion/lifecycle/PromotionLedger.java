package io.manymodels.promotion.lifecycle;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The promotions there are, and the only way to move one on. */
@Component
public class PromotionLedger {

    private final PromotionRepository promotions;

    PromotionLedger(PromotionRepository promotions) {
        this.promotions = promotions;
    }

    public long reserveReleaseId() {
        return promotions.reserveReleaseId();
    }

    /** Stores a promotion under its reserved release id. Takes part in the caller's transaction. */
    public void plan(Promotion promotion) {
        promotions.insert(promotion);
    }

    public Optional<Promotion> find(UUID run) {
        return promotions.find(run);
    }

    /** Locks the promotion until the transaction ends: one approver at a time. */
    public Optional<Promotion> lock(UUID run) {
        return promotions.lock(run);
    }

    /** Moves a promotion on. Takes part in the caller's transaction, which fails when somebody else was first. */
    public void move(UUID run, PromotionState.Move move) {
        if (!promotions.move(run, move)) {
            throw new IllegalStateException("Promotion [%s] is no longer [%s] and cannot become [%s]".formatted(run,
                    move.from().wireName(), move.to().wireName()));
        }
    }
}
