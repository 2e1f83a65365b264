package io.manymodels.training.linear;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.LowerTriangle;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;

/** Ridge regression by normal equations on standardised columns; the intercept is not penalised. */
final class RidgeFit {

    private RidgeFit() {}

    /** @param penalty added to each diagonal entry of the Gram matrix of the standardised columns */
    static Kernel.Linear fit(DenseData data, double penalty, Deadline deadline) {
        Columns columns = Columns.of(data);
        double[] standardised = columns.standardise(data);
        RowSpace space = RowSpace.of(standardised, data.rows(), data.width(), deadline);
        double[] x = space == null ? standardised : space.columns();
        int width = space == null ? data.width() : data.rows();
        double[] y = data.targets();
        double mean = 0;
        for (double value : y) {
            mean += value;
        }
        mean /= Math.max(1, y.length);
        double[] gram = new double[width * width];
        Cholesky.addGram(x, data.rows(), width, new double[0], gram, deadline);
        double[] b = new double[width];
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                b[j] += x[i * width + j] * (y[i] - mean);
            }
        }
        for (int j = 0; j < width; j++) {
            gram[j * width + j] += penalty;
        }
        deadline.check();
        Cholesky.factorise(gram, width, deadline);
        LowerTriangle.solve(gram, width, b);
        return unscaled(columns, new double[] {mean}, space == null ? b : space.coefficients(b), 1, data.width());
    }

    /** Coefficients on raw columns from those on standardised ones. Throws {@link CannotFit} where they run away. */
    static Kernel.Linear unscaled(Columns columns, double[] intercepts, double[] scaled, int outputs, int width) {
        double[] coefficients = new double[outputs * width];
        for (int k = 0; k < outputs; k++) {
            for (int j = 0; j < width; j++) {
                double deviation = columns.deviations()[j];
                double coefficient = deviation == 0 ? 0 : scaled[k * width + j] / deviation;
                coefficients[k * width + j] = coefficient;
                intercepts[k] -= coefficient * columns.means()[j];
            }
        }
        if (!areFinite(coefficients) || !areFinite(intercepts)) {
            throw new CannotFit("its coefficients are no numbers");
        }
        return new Kernel.Linear(outputs, intercepts, coefficients, columns.means());
    }

    private static boolean areFinite(double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
