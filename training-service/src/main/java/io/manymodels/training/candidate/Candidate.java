package io.manymodels.training.candidate;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model version of the candidate registry, as REST shows it.
 *
 * @param scope own, group, family or baseline
 * @param key the key (own) or group (group) that the model answers for; an empty object for family and baseline
 * @param fingerprint of the partition trained on; null for pooled models
 */
record Candidate(long id, String family, int familyVersion, String snapshot, UUID run, String scope, JsonNode key,
        String algorithm, JsonNode tags, JsonNode metrics, JsonNode provenance, Artefact artefact,
        @Nullable String fingerprint, Instant createdAt) {

    /** Where the model's bytes lie in the bucket of candidates. */
    record Artefact(String object, long offset, int length, String sha256) {}
}
