package io.manymodels.promotion.judgement;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key of the snapshot and the models that contend for it.
 *
 * @param sequence    of the partition
 * @param rows        labelled rows of the partition
 * @param candidate   what training made of it; null when it made nothing
 * @param champion    the key's own model in the current release; null without one
 * @param absence     why there is no candidate, as far as known
 * @param hasGroup    whether a model of the key's group can be had
 * @param groupModel  its production model version; null when there is none (yet)
 */
public record Contender(int sequence, String key, long rows, @Nullable Candidate candidate, @Nullable Champion champion,
        @Nullable Refusal absence, boolean hasGroup, @Nullable Long groupModel) {

    /**
     * What training made.
     *
     * @param inProduction whether an earlier promotion copied it
     * @param holdout      its judged rows, as {@link io.manymodels.metric.Holdout} writes them; null where training kept
     *                     none, or no rule asks for them
     */
    public record Candidate(Artefact artefact, Metrics metrics, boolean inProduction, @Nullable String holdout) {
        public long id() {
            return artefact.version();
        }
    }

    /**
     * What answers for the key now.
     *
     * @param candidate the candidate that the champion is a copy of
     * @param origin    time of the last row that it was trained on; null without time
     * @param location  in bucket {@code production}; null where no rule compares with it
     */
    public record Champion(long modelVersion, long candidate, Metrics metrics, @Nullable String origin,
            @Nullable ArtefactLocation location) {

        ArtefactLocation locationNow() {
            return Objects.requireNonNull(location);
        }
    }

    /** Whether the two can be measured on the same rows. */
    boolean isComparable() {
        return candidate != null && champion != null && candidate.id() != champion.candidate()
                && candidate.holdout() != null && champion.origin() != null;
    }

    Candidate candidateNow() {
        return Objects.requireNonNull(candidate);
    }

    Champion championNow() {
        return Objects.requireNonNull(champion);
    }
}
