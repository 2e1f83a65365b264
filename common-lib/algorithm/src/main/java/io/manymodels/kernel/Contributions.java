package io.manymodels.kernel;

import java.util.Optional;

/**
 * What each feature of a row adds to its scores, on the scale of the scores. Row i's output k is {@code base[k]} plus the
 * sum of its contributions: Shapley values of the game in which a feature that does not play is unknown.
 *
 * @param base one an output: the score of a row of which nothing is known
 * @param values rows x outputs x width, row-major
 */
public record Contributions(double[] base, double[] values) {

    /**
     * Explains the scores of rows. Empty for the kernels of plug-ins.
     *
     * @param matrix rows x width, row-major; NaN is missing
     */
    public static Optional<Contributions> of(Kernel kernel, double[] matrix, int rows, int width) {
        return switch (kernel) {
            case Kernel.Linear linear -> Optional.of(of(linear, matrix, rows, width));
            case Kernel.Trees trees -> Optional.of(TreeShap.of(trees, matrix, rows, width));
            case Kernel.Foreign _ -> Optional.empty();
        };
    }

    /** Of a linear kernel they are exact: coefficient times the distance from what stands in for a missing value. */
    private static Contributions of(Kernel.Linear linear, double[] matrix, int rows, int width) {
        int outputs = linear.outputs();
        double[] base = linear.intercepts().clone();
        double[] values = new double[rows * outputs * width];
        for (int k = 0; k < outputs; k++) {
            for (int j = 0; j < width; j++) {
                double coefficient = linear.coefficients()[k * width + j];
                base[k] += coefficient * linear.fill()[j];
                for (int i = 0; i < rows; i++) {
                    double x = matrix[i * width + j];
                    values[(i * outputs + k) * width + j] = Double.isNaN(x)
                            ? 0
                            : coefficient * (x - linear.fill()[j]);
                }
            }
        }
        return new Contributions(base, values);
    }
}
