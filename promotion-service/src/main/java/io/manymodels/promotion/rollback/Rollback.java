package io.manymodels.promotion.rollback;

import java.util.Map;
import java.util.UUID;

/**
 * What a rollback did.
 *
 * @param release number of the release that is current now
 * @param scoring the scoring-service's run that restores its predictions; at {@code /api/v1/runs/{scoring}} there
 */
record Rollback(String family, int release, long releaseId, UUID scoring, String changedBy, Map<String, String> links) {

    static Rollback of(String family, int release, long releaseId, UUID scoring, String changedBy) {
        return new Rollback(family, release, releaseId, scoring, changedBy,
                Map.of("release", "/api/v1/releases/" + releaseId));
    }
}
