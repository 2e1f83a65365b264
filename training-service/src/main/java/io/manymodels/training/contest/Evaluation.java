package io.manymodels.training.contest;

import io.manymodels.training.learner.Variant;
import java.util.Arrays;

/**
 * How a candidate did on rows that its models had not seen, over all windows in the same order of rows.
 *
 * @param losses one a row
 * @param blocks rows of each block, in order: rows of one block err together, as those of one window of a forecast do
 * @param relativeResiduals residuals over the deviation that the model expected; empty for a classification
 */
public record Evaluation(Variant candidate, double[] losses, int[] blocks, double[] relativeResiduals) {

    /** The mean of the losses; NaN where a prediction is missing. */
    public double meanLoss() {
        return Arrays.stream(losses).average().orElse(Double.NaN);
    }
}
