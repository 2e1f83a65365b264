package io.manymodels.promotion.release;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A release whose entries are written and that nobody sees yet.
 *
 * @param releaseId   its reserved id
 * @param baseRelease the release that was current when its run was planned; null for the family's first
 */
public record Prepared(long releaseId, String family, UUID run, UUID trainingRun, String snapshot, int familyVersion,
        @Nullable Long baseRelease) {}
