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
        boolean inRowSpace = RowSpace.isSmaller(data.rows(), data.width());
        if (!inRowSpace) {
            data.design().multiply(data.features(), data.target(), deadline);
        }
        Columns columns = Columns.of(data, deadline);
        double mean = data.design().mean(data.target());
        double[] scaled = inRowSpace
                ? inRowSpace(columns, data, mean, penalty, deadline)
                : solved(data.design().gram(data.features(), deadline),
                        data.design().products(data.features(), data.target(), deadline), penalty, deadline);
        return unscaled(columns, new double[] {mean}, scaled, 1, data.width());
    }

    private static double[] inRowSpace(Columns columns, DenseData data, double mean, double penalty,
            Deadline deadline) {
        int size = data.rows();
        RowSpace space = RowSpace.of(columns.standardise(data), size, data.width(), deadline);
        double[] x = space.columns();
        double[] gram = new double[size * size];
        Cholesky.addGram(x, size, size, new double[0], gram, deadline);
        double[] products = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                products[j] += x[i * size + j] * (data.targets()[i] - mean);
            }
        }
        return space.coefficients(solved(gram, products, penalty, deadline));
    }

    /** The coefficients from the Gram matrix and the products with the target, which are written over. */
    private static double[] solved(double[] gram, double[] products, double penalty, Deadline deadline) {
        int size = products.length;
        for (int j = 0; j < size; j++) {
            gram[j * size + j] += penalty;
        }
        Cholesky.factorise(gram, size, deadline);
        LowerTriangle.solve(gram, size, products);
        return products;
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
