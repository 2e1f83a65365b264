package io.manymodels.training.calibration;

import io.manymodels.training.learner.Tiles;
import java.util.Arrays;

/** Statistics of residuals on the transformed scale. */
public final class Residuals {

    private Residuals() {}

    /** What scores leave of targets. */
    public static double[] of(double[] targets, double[] scores) {
        double[] residuals = new double[targets.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = targets[i] - scores[i];
        }
        return residuals;
    }

    /** Root mean square, for a model that took {@code parameters} degrees of freedom. */
    public static double deviation(double[] residuals, double parameters) {
        return residuals.length == 0
                ? 0
                : Math.sqrt(
                        Tiles.dot(residuals, residuals, residuals.length) / Math.max(1, residuals.length - parameters));
    }

    /**
     * How far the key is off after its last row: the exponentially weighted mean of its residuals, shrunk towards 0. How
     * fast old residuals are forgotten, and how far the mean is trusted, is what would have been best inside these rows.
     *
     * @param indexes step indexes, ascending
     * @param lead steps from the last residual that is known to the one that is predicted
     */
    public static double level(double[] residuals, long[] indexes, int lead) {
        return Pasts.of(residuals, indexes, lead).level();
    }

    public static double median(double[] values) {
        return quantile(sorted(values), 0.5);
    }

    /** The point d that makes the mean of |1 - d / y| least: the median of y weighted by 1 / y. For positive y. */
    public static double leastPercentageError(double[] positive) {
        double[] sorted = sorted(positive);
        double total = 0;
        for (double y : sorted) {
            total += 1 / y;
        }
        double sum = 0;
        for (double y : sorted) {
            sum += 1 / y;
            if (sum >= total / 2) {
                return y;
            }
        }
        return sorted[sorted.length - 1];
    }

    public static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** Interpolated between order statistics. */
    public static double quantile(double[] sorted, double probability) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = Math.clamp(probability * (sorted.length - 1), 0, sorted.length - 1.0);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
