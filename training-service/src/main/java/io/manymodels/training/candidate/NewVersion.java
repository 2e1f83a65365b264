package io.manymodels.training.candidate;

import io.manymodels.artefact.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * A model to register.
 *
 * @param scopeKey canonical key (own) or group key (group); {@code {}} for family and baseline
 * @param tags JSON object
 * @param metrics JSON object
 * @param provenance JSON object
 * @param object key of the pack object in the bucket of candidates
 * @param header what the model shares with others of its run
 * @param fingerprint of the partition trained on; null for pooled models
 */
public record NewVersion(Scope scope, String scopeKey, String algorithm, String tags, String metrics, String provenance,
        String object, ByteRange header,
        ByteRange body, @Nullable String fingerprint) {}
