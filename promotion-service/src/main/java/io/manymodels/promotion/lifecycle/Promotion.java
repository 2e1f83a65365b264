package io.manymodels.promotion.lifecycle;

import io.manymodels.promotion.release.Prepared;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion run decides about, fixed when it is planned, and where it is.
 *
 * @param releaseId   reserved for the release that it prepares
 * @param baseRelease the current release when it was planned; null for the family's first
 * @param approval    why the release waits for an approver, in one sentence; null where it does not
 */
public record Promotion(UUID run, long releaseId, String family, int familyVersion, UUID trainingRun, String snapshot,
        @Nullable Long baseRelease, @Nullable UUID cycle, boolean dryRun, @Nullable String approval, String submittedBy,
        PromotionState state) {

    public Prepared prepared() {
        return new Prepared(releaseId, family, run, trainingRun, snapshot, familyVersion, baseRelease);
    }
}
