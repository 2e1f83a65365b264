package io.manymodels.model;

import java.util.List;

/**
 * Predictions of some rows, column by column.
 *
 * @param value one a row; for a classification the probability of the label
 * @param lower [interval][row], in the order of the header's intervals; NaN where a model has none; no intervals for a
 *     classification
 * @param upper likewise
 * @param labels that the model knows, in alphabetical order; empty unless a classification
 * @param probabilities [label][row]
 * @param label one a row, a place in {@code labels}; empty unless a classification
 * @param knownCarried whether a column that should have been known was missing and its last value was taken
 */
public record Predictions(double[] value, double[][] lower, double[][] upper, List<String> labels,
        double[][] probabilities, int[] label, boolean[] knownCarried) {

    public int size() {
        return value.length;
    }
}
