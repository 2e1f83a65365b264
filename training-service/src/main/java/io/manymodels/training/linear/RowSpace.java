package io.manymodels.training.linear;

import io.manymodels.training.learner.Deadline;

/**
 * Rows of many columns as so many columns as there are rows: a penalised fit has its coefficients in the space of the rows, so that
 * the fit to these columns is the same, and takes the time and memory of the rows (Hastie and Tibshirani 2004, Efficient quadratic
 * regularization for expression arrays).
 */
final class RowSpace {

    /** Fewer columns are fitted as they are. */
    private static final int MANY_COLUMNS = 256;
    /** Of the mean square of a row: rows that depend on others keep a pivot. */
    private static final double RIDGE = 1e-9;

    private final double[] x;
    private final int rows;
    private final int width;
    private final double[] factor;

    private RowSpace(double[] x, int rows, int width, double[] factor) {
        this.x = x;
        this.rows = rows;
        this.width = width;
        this.factor = factor;
    }

    /** Whether so many columns are fitted sooner in the space of so many rows. */
    static boolean isSmaller(int rows, int width) {
        return width > rows && width > MANY_COLUMNS;
    }

    /** Of row-major standardised columns. */
    static RowSpace of(double[] x, int rows, int width, Deadline deadline) {
        double[] gram = new double[rows * rows];
        double trace = 0;
        for (int i = 0; i < rows; i++) {
            deadline.check();
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < width; k++) {
                    sum += x[i * width + k] * x[j * width + k];
                }
                gram[i * rows + j] = sum;
            }
            trace += gram[i * rows + i];
        }
        for (int i = 0; i < rows; i++) {
            gram[i * rows + i] += RIDGE * trace / rows + 1e-12;
        }
        Cholesky.factorise(gram, rows, deadline);
        return new RowSpace(x, rows, width, gram);
    }

    /** The columns in the place of the many, {@code rows} x {@code rows}; not copied. */
    double[] columns() {
        return factor;
    }

    /** The coefficients of the many columns from those of the columns in their place. */
    double[] coefficients(double[] inTheirPlace) {
        double[] weights = inTheirPlace.clone();
        for (int i = rows - 1; i >= 0; i--) {
            for (int k = i + 1; k < rows; k++) {
                weights[i] -= factor[k * rows + i] * weights[k];
            }
            weights[i] /= factor[i * rows + i];
        }
        double[] coefficients = new double[width];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                coefficients[j] += weights[i] * x[i * width + j];
            }
        }
        return coefficients;
    }
}
