package io.manymodels.training.trainer;

import java.util.Arrays;

/**
 * How a candidate did on rows that its models had not seen, over all windows in the same order of rows.
 *
 * @param losses one a row
 * @param relativeResiduals residuals over the deviation that the model expected; empty for a classification
 */
record Evaluation(Candidate candidate, double[] losses, double[] relativeResiduals) {

    double meanLoss() {
        return Arrays.stream(losses).average().orElse(Double.NaN);
    }
}
