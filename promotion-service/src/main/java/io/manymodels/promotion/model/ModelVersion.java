package io.manymodels.promotion.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model version of the production registry, as REST shows it.
 *
 * @param scope       own, group, family or baseline
 * @param key         the key (own) or group (group) that the model answers for; an empty object for family and baseline
 * @param version     counts the promotions of this scope and key, from 1
 * @param current     whether the family's current release assigns it to a key
 * @param candidate   the candidate that it is a copy of
 * @param trainingRun the run that made the candidate
 * @param fingerprint of the partition trained on; null for pooled models
 */
record ModelVersion(long id, String family, String scope, JsonNode key, int version, boolean current, long candidate,
        UUID trainingRun, String algorithm, JsonNode tags, JsonNode metrics, JsonNode provenance, Artefact artefact,
        @Nullable String fingerprint, String createdBy, Instant createdAt) {

    /** Where the model's bytes lie in the production bucket. */
    record Artefact(String object, long offset, int length, String sha256) {}
}
