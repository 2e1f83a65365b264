package io.manymodels.registry;

import java.time.Instant;
import java.util.UUID;

/**
 * A published release: one model version, or rung of the fallback ladder, for every key of a family.
 *
 * @param id unique over all families
 * @param number counts within the family, from 1
 * @param run the promotion run that made it
 * @param snapshot whose keys it covers
 * @param familyVersion of the spec that was in force
 */
public record Release(long id, String family, int number, UUID run, String snapshot, int familyVersion,
        Instant createdAt) {}
