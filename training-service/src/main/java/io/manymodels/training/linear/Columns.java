package io.manymodels.training.linear;

import io.manymodels.training.learner.DenseData;

/**
 * Mean and scale of the columns of a dense matrix; missing values do not count. Columns of 0 and 1 keep their own scale:
 * scaled to deviation 1, a label seen twice would weigh more than one seen a hundred times.
 */
record Columns(double[] means, double[] deviations) {

    /** Deviations of constant columns are 0, and of those whose numbers are too large to be squared. */
    static Columns of(DenseData data) {
        int width = data.width();
        double[] means = new double[width];
        double[] deviations = new double[width];
        int[] counts = new int[width];
        double[] matrix = data.matrix();
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double x = matrix[i * width + j];
                if (!Double.isNaN(x)) {
                    means[j] += x;
                    counts[j]++;
                }
            }
        }
        for (int j = 0; j < width; j++) {
            means[j] = counts[j] == 0 ? 0 : means[j] / counts[j];
        }
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double x = matrix[i * width + j];
                if (!Double.isNaN(x)) {
                    deviations[j] += (x - means[j]) * (x - means[j]);
                }
            }
        }
        for (int j = 0; j < width; j++) {
            deviations[j] = counts[j] == 0 ? 0 : Math.sqrt(deviations[j] / counts[j]);
            if (!Double.isFinite(deviations[j])) {
                // Numbers too large to be summed tell nothing.
                means[j] = 0;
                deviations[j] = 0;
            } else if (deviations[j] < 1e-9 * Math.max(1, Math.abs(means[j]))) {
                deviations[j] = 0;
            } else if (isFlag(data, j)) {
                deviations[j] = 1;
            }
        }
        return new Columns(means, deviations);
    }

    private static boolean isFlag(DenseData data, int column) {
        for (int i = 0; i < data.rows(); i++) {
            double x = data.matrix()[i * data.width() + column];
            if (x != 0 && x != 1 && !Double.isNaN(x)) {
                return false;
            }
        }
        return true;
    }

    /** The matrix with columns centred and scaled; missing and constant ones are 0. */
    double[] standardise(DenseData data) {
        int width = data.width();
        double[] result = new double[data.rows() * width];
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double x = data.matrix()[i * width + j];
                result[i * width + j] = deviations[j] == 0 || Double.isNaN(x) ? 0 : (x - means[j]) / deviations[j];
            }
        }
        return result;
    }
}
