package io.manymodels.training.run;

import io.manymodels.dataset.Snapshot;
import io.manymodels.family.FamilySpec;

/**
 * What a training run works with.
 *
 * @param specHash of everything in spec and trainer that decides a model, {@code asOf} included
 */
record RunContext(TrainingParameters parameters, FamilySpec spec, Snapshot snapshot, String specHash) {}
