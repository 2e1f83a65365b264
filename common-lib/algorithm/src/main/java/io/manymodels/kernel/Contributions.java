package io.manymodels.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What the features of rows add to a kernel's scores: of linear kernels the coefficient times what the feature differs from its
 * mean in training, of trees Shapley values.
 *
 * @param base what an output's score is before any feature
 * @param values rows x outputs x width, row-major; with its base an output's values of a row add up to the row's score
 */
public record Contributions(double[] base, double[] values) {

    /** Why a kernel tells no contributions; null where it does. One that is corrected tells those of its parts. */
    public static @Nullable String missing(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Linear _ -> null;
            case Kernel.Trees trees -> trees.rows().length == trees.feature().length
                    ? null
                    : "its trees do not know their training rows: an earlier version stored it";
            case Kernel.Shared shared -> missing(shared.kernel());
            case Kernel.Corrected corrected ->
                missing(corrected.own()) == null ? missing(corrected.family()) : missing(corrected.own());
            case Kernel.Foreign foreign -> "kernel [%s] tells only its scores".formatted(foreign.name());
        };
    }

    /**
     * Throws {@link IllegalArgumentException} for a kernel of which something is {@link #missing}, and for one that is
     * corrected.
     *
     * @param matrix rows x width, row-major; NaN is missing
     */
    public static Contributions of(Kernel kernel, double[] matrix, int rows, int width) {
        String missing = missing(kernel);
        if (missing != null) {
            throw new IllegalArgumentException(missing);
        }
        return switch (kernel) {
            case Kernel.Linear linear -> of(linear, matrix, rows, width);
            case Kernel.Trees trees -> of(trees, matrix, rows, width);
            case Kernel.Shared shared -> of(shared.kernel(), matrix, rows, width);
            case Kernel.Corrected _,Kernel.Foreign _ -> throw new IllegalArgumentException("it has no features alone");
        };
    }

    private static Contributions of(Kernel.Linear linear, double[] matrix, int rows, int width) {
        int outputs = linear.outputs();
        double[] base = linear.intercepts().clone();
        for (int k = 0; k < outputs; k++) {
            for (int j = 0; j < width; j++) {
                base[k] += linear.coefficients()[k * width + j] * linear.fill()[j];
            }
        }
        double[] values = new double[rows * outputs * width];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < outputs; k++) {
                for (int j = 0; j < width; j++) {
                    double x = matrix[i * width + j];
                    // A missing feature is its mean.
                    values[(i * outputs + k) * width + j] = Double.isNaN(x)
                            ? 0
                            : linear.coefficients()[k * width + j] * (x - linear.fill()[j]);
                }
            }
        }
        return new Contributions(base, values);
    }

    private static Contributions of(Kernel.Trees trees, double[] matrix, int rows, int width) {
        TreeShap shap = new TreeShap(trees);
        double[] values = new double[rows * trees.outputs() * width];
        for (int i = 0; i < rows; i++) {
            shap.add(matrix, i * width, width, values, i * trees.outputs() * width);
        }
        return new Contributions(shap.base(), values);
    }
}
