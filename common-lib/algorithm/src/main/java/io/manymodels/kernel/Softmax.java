package io.manymodels.kernel;

/** From log-odds or logits to probabilities. */
public final class Softmax {

    private Softmax() {}

    /**
     * Probabilities of one row. One label: certain. One output and two labels: the log-odds of the second. Else one logit a
     * label.
     *
     * @param from place of the row's first score
     * @param result written over from {@code to} on
     */
    public static void probabilities(double[] scores, int from, int outputs, int labels, double[] result, int to) {
        if (labels == 1) {
            result[to] = 1;
        } else if (outputs == 1) {
            result[to + 1] = 1 / (1 + Math.exp(-scores[from]));
            result[to] = 1 - result[to + 1];
        } else {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < labels; k++) {
                largest = Math.max(largest, scores[from + k]);
            }
            double sum = 0;
            for (int k = 0; k < labels; k++) {
                result[to + k] = Math.exp(scores[from + k] - largest);
                sum += result[to + k];
            }
            for (int k = 0; k < labels; k++) {
                result[to + k] /= sum;
            }
        }
    }
}
