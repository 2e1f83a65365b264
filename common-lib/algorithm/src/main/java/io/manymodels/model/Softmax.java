package io.manymodels.model;

/** From log-odds or logits to probabilities. */
final class Softmax {

    private Softmax() {}

    /** One label: certain. One output and two labels: the log-odds of the second. Else one logit a label. */
    static double[] probabilities(double[] scores, int offset, int outputs, int labels) {
        double[] result = new double[labels];
        if (labels == 1) {
            result[0] = 1;
        } else if (outputs == 1) {
            result[1] = 1 / (1 + Math.exp(-scores[offset]));
            result[0] = 1 - result[1];
        } else {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < labels; k++) {
                largest = Math.max(largest, scores[offset + k]);
            }
            double sum = 0;
            for (int k = 0; k < labels; k++) {
                result[k] = Math.exp(scores[offset + k] - largest);
                sum += result[k];
            }
            for (int k = 0; k < labels; k++) {
                result[k] /= sum;
            }
        }
        return result;
    }
}
