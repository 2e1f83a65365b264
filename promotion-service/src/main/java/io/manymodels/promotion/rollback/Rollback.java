package io.manymodels.promotion.rollback;

import java.util.UUID;

/**
 * What a rollback did.
 *
 * @param release number of the release that is current now
 * @param cycle   under which its batch scoring runs
 */
record Rollback(String family, int release, long releaseId, UUID cycle, String changedBy) {}
