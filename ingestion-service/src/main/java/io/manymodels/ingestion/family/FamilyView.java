package io.manymodels.ingestion.family;

import io.manymodels.family.FamilyVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a family as the API shows it.
 *
 * @param nextCycleAt when its schedule starts the next cycle; null without a schedule, and for versions of before
 * @param spec in its canonical form
 */
record FamilyView(String family, int version, Instant createdAt, @Nullable Instant nextCycleAt, JsonNode spec) {

    /** The current version. */
    static FamilyView of(FamilyVersion version, Instant now) {
        return new FamilyView(version.family(), version.version(), version.createdAt(),
                CycleTimes.next(version.spec(), now).orElse(null), version.spec().toJson());
    }
}
