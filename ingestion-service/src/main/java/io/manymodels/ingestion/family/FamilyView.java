package io.manymodels.ingestion.family;

import io.manymodels.family.FamilyVersion;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A version of a family as the API shows it: the spec in its canonical form. */
record FamilyView(String family, int version, Instant createdAt, JsonNode spec) {

    static FamilyView of(FamilyVersion version) {
        return new FamilyView(version.family(), version.version(), version.createdAt(), version.spec().toJson());
    }
}
