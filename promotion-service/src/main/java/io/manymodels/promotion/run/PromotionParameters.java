package io.manymodels.promotion.run;

import java.util.UUID;

/**
 * What a promotion run was asked for, as it is stored with the run.
 *
 * @param training the training run whose candidates are judged
 * @param snapshot the snapshot that it trained on: every key of it gets a model
 * @param dryRun   judge alone: no models, no bytes, no release
 */
record PromotionParameters(UUID training, String snapshot, boolean dryRun) {}
