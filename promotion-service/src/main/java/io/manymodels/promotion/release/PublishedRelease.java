package io.manymodels.promotion.release;

import java.time.Instant;
import java.util.UUID;

/**
 * A published release, as REST shows it.
 *
 * @param id          unique over all families
 * @param release     number within the family, from 1
 * @param current     whether readers follow it now
 * @param run         the promotion run that made it
 * @param trainingRun the training run whose candidates were judged
 * @param snapshot    the snapshot whose keys it covers
 * @param createdBy   the approver, or who started the promotion
 */
public record PublishedRelease(long id, String family, int release, boolean current, UUID run, UUID trainingRun,
        String snapshot,
        int familyVersion, String createdBy, Instant createdAt) {}
