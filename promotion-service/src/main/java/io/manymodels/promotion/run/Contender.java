package io.manymodels.promotion.run;

import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
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
record Contender(int sequence, String key, long rows, @Nullable Candidate candidate, @Nullable Champion champion,
        @Nullable Refusal absence, boolean hasGroup, @Nullable Long groupModel) {

    /** @param inProduction whether an earlier promotion copied it */
    record Candidate(Artefact artefact, Metrics metrics, boolean inProduction) {

        long id() {
            return artefact.version();
        }
    }

    /** @param candidate the candidate that the champion is a copy of */
    record Champion(long modelVersion, long candidate, Metrics metrics) {}
}
