package io.manymodels.family;

import java.time.Instant;

/**
 * A stored spec. Immutable: a change of the spec is a new version.
 *
 * @param version counts from 1 within the family
 */
public record FamilyVersion(String family, int version, FamilySpec spec, Instant createdAt) {}
