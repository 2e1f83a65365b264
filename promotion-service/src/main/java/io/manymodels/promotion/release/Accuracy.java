package io.manymodels.promotion.release;

import org.jspecify.annotations.Nullable;

/**
 * How well the keys' own models of a release did in their backtests.
 *
 * @param metric by which the family chooses
 * @param keys with a model of their own and a value of the metric
 * @param mean over these keys; null where there are none
 * @param before the same of the release before; null for the first
 * @param baseline the plain rule that they are compared with: the first of seasonal-naive, naive, mean and majority-class
 *        that competed; null where none did
 * @param baselineKeys for which both were judged, on the same rows
 * @param relativeLoss the models' mean loss over the baseline's, below 1 where the models are better; null without one
 */
public record Accuracy(String metric, long keys, @Nullable Double mean, @Nullable Before before,
        @Nullable String baseline, long baselineKeys, @Nullable Double relativeLoss) {

    /** @param release number of the release before */
    public record Before(int release, long keys, double mean) {}
}
