package io.manymodels.promotion.run;

import io.manymodels.promotion.release.Prepared;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion run decides about, fixed when it is planned.
 *
 * @param releaseId   reserved for the release that it prepares
 * @param baseRelease the current release when it was planned; null for the family's first
 * @param manual      whether the release waits for an approver
 * @param decidedBy   the approver who published or declined it
 */
public record Promotion(UUID run, long releaseId, String family, int familyVersion, UUID trainingRun, String snapshot,
        @Nullable Long baseRelease, @Nullable UUID cycle, boolean dryRun, boolean manual, String submittedBy,
        State state,
        @Nullable String decidedBy) {

    /** Where a promotion is. The run's own state says whether it failed. */
    public enum State {
        DECIDING("deciding"), DRY_RUN("dry-run"), AWAITING_APPROVAL("awaiting-approval"), PUBLISHED(
                "published"), DECLINED("declined");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** The name in tables and JSON. */
        public String wireName() {
            return wireName;
        }

        static State ofWireName(String name) {
            for (var state : values()) {
                if (state.wireName.equals(name)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("No state of a promotion is called [%s]".formatted(name));
        }
    }

    public Prepared prepared() {
        return new Prepared(releaseId, family, run, trainingRun, snapshot, familyVersion, baseRelease);
    }
}
