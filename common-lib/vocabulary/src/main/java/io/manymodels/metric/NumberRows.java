package io.manymodels.metric;

import java.util.List;

/**
 * Predicted numbers with what came to pass. All arrays have one element a row; they are not copied.
 *
 * @param lower [interval][row], NaN where there is no bound; likewise {@code upper}
 * @param intervals coverages in percent, one a row of {@code lower}
 * @param naiveErrors mean absolute error of the seasonal naive forecast in the rows that the row's model was trained on; NaN
 *     where there is none
 * @param naiveSquares likewise the mean squared error
 */
public record NumberRows(double[] actual, double[] predicted, double[][] lower, double[][] upper,
        List<Integer> intervals, double[] naiveErrors, double[] naiveSquares) {

    public NumberRows {
        intervals = List.copyOf(intervals);
        if (predicted.length != actual.length || naiveErrors.length != actual.length
                || naiveSquares.length != actual.length || lower.length != intervals.size()
                || upper.length != intervals.size()) {
            throw new IllegalArgumentException("[%d] rows have arrays of other lengths".formatted(actual.length));
        }
    }

    /** Rows measured. */
    public int size() {
        return actual.length;
    }
}
