package io.manymodels.metric;

/**
 * Predicted probabilities of labels with what came to pass. Arrays are not copied.
 *
 * @param actual place of the true label of each row
 * @param probabilities [label][row]
 */
public record LabelRows(int[] actual, double[][] probabilities) {

    public LabelRows {
        for (double[] label : probabilities) {
            if (label.length != actual.length) {
                throw new IllegalArgumentException("[%d] rows have [%d] probabilities".formatted(actual.length,
                        label.length));
            }
        }
    }

    /** Rows measured. */
    public int size() {
        return actual.length;
    }

    int labels() {
        return probabilities.length;
    }

    /** The most probable label of a row; of equals the first. */
    int predicted(int row) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            if (probabilities[k][row] > probabilities[best][row]) {
                best = k;
            }
        }
        return best;
    }
}
