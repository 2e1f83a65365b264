package io.manymodels.training.linear;

import io.manymodels.training.learner.Deadline;

/** Makes symmetric positive definite matrices and factorises them in place. */
final class Cholesky {

    private static final int ROWS_BETWEEN_CHECKS = 1024;
    private static final int COLUMNS_BETWEEN_CHECKS = 64;

    private Cholesky() {}

    /**
     * Factorises the lower triangle of a {@code size} x {@code size} matrix, into what {@code LowerTriangle} solves with. A pivot that is lost to rounding becomes tiny,
     * so its unknown stays near 0.
     */
    static void factorise(double[] a, int size, Deadline deadline) {
        for (int j = 0; j < size; j++) {
            if (j % COLUMNS_BETWEEN_CHECKS == 0) {
                deadline.check();
            }
            double pivot = a[j * size + j];
            for (int k = 0; k < j; k++) {
                pivot -= a[j * size + k] * a[j * size + k];
            }
            pivot = pivot > 1e-12 ? Math.sqrt(pivot) : 1e6;
            a[j * size + j] = pivot;
            for (int i = j + 1; i < size; i++) {
                double sum = a[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * size + k] * a[j * size + k];
                }
                a[i * size + j] = sum / pivot;
            }
        }
    }

    /** Adds the lower triangle of the weighted Gram matrix of row-major rows; each sum in the order of the rows. */
    static void addGram(double[] matrix, int rows, int width, double[] weights, double[] gram,
            Deadline deadline) {
        deadline.check();
        int i = 0;
        // Four rows at a time: the sums are read and written once for all of them.
        for (; i + 3 < rows; i += 4) {
            if (i % ROWS_BETWEEN_CHECKS == 0) {
                deadline.check();
            }
            int first = i * width;
            int second = first + width;
            int third = second + width;
            int fourth = third + width;
            for (int j = 0; j < width; j++) {
                double a = weight(weights, i) * matrix[first + j];
                double b = weight(weights, i + 1) * matrix[second + j];
                double c = weight(weights, i + 2) * matrix[third + j];
                double d = weight(weights, i + 3) * matrix[fourth + j];
                int out = j * width;
                for (int k = 0; k <= j; k++) {
                    gram[out + k] = gram[out + k] + a * matrix[first + k] + b * matrix[second + k]
                            + c * matrix[third + k] + d * matrix[fourth + k];
                }
            }
        }
        for (; i < rows; i++) {
            int row = i * width;
            for (int j = 0; j < width; j++) {
                double x = weight(weights, i) * matrix[row + j];
                int out = j * width;
                for (int k = 0; k <= j; k++) {
                    gram[out + k] += x * matrix[row + k];
                }
            }
        }
    }

    private static double weight(double[] weights, int row) {
        return weights.length == 0 ? 1 : weights[row];
    }
}
