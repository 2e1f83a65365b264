package io.manymodels.training.trainer;

import java.util.Arrays;

/** Statistics of residuals on the transformed scale. */
final class Residuals {

    private static final double HALF_LIFE_STEPS = 5;
    private static final double TRUST = 0.9;

    private Residuals() {}

    /** Root mean square, for a model that took {@code parameters} degrees of freedom. */
    static double deviation(double[] residuals, double parameters) {
        double sum = 0;
        for (double r : residuals) {
            sum += r * r;
        }
        return residuals.length == 0 ? 0 : Math.sqrt(sum / Math.max(1, residuals.length - parameters));
    }

    /**
     * How far the last residuals are off: their exponentially weighted mean, shrunk towards 0 where few carry weight.
     *
     * @param indexes step indexes, ascending
     */
    static double level(double[] residuals, long[] indexes) {
        if (residuals.length == 0) {
            return 0;
        }
        long last = indexes[indexes.length - 1];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < residuals.length; i++) {
            double weight = Math.pow(0.5, (last - indexes[i]) / HALF_LIFE_STEPS);
            sum += weight * residuals[i];
            weights += weight;
        }
        return TRUST * weights / (weights + 1) * (sum / weights);
    }

    static double median(double[] values) {
        return quantile(sorted(values), 0.5);
    }

    /** The point d that makes the mean of |1 - d / y| least: the median of y weighted by 1 / y. For positive y. */
    static double leastPercentageError(double[] positive) {
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

    static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** Interpolated between order statistics. */
    static double quantile(double[] sorted, double probability) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = Math.clamp(probability * (sorted.length - 1), 0, sorted.length - 1.0);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
