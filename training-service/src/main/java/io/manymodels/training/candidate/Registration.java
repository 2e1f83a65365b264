package io.manymodels.training.candidate;

import java.util.UUID;

/**
 * What the versions of a run have in common.
 *
 * @param specHash of everything in spec and trainer that decides the models
 */
public record Registration(UUID run, String family, int familyVersion, String snapshot, String specHash) {}
