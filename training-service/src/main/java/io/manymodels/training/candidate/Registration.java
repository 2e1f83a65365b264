package io.manymodels.training.candidate;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the versions of a run have in common.
 *
 * @param specHash of everything in spec and trainer that decides the models
 * @param countedFrom from where forecasts of all keys are counted, a time ordinal; null where each key's are from its own end
 */
public record Registration(UUID run, String family, int familyVersion, String snapshot, String specHash,
        @Nullable Long countedFrom) {}
