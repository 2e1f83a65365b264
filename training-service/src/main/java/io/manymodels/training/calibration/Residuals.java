package io.manymodels.training.calibration;

import java.util.Arrays;

/** Statistics of residuals on the transformed scale. */
public final class Residuals {

    private static final double[] HALF_LIVES = {0.5, 1, 2, 5, 10, 20};
    private static final double USUAL_HALF_LIFE = 5;
    private static final double USUAL_TRUST = 0.9;
    /** What another half-life has to win by. */
    private static final double UNUSUAL = 1.03;
    private static final double PRIOR_ROWS = 60;
    private static final double PRIOR_WEIGHT = 0.3;

    private Residuals() {}

    /** Root mean square, for a model that took {@code parameters} degrees of freedom. */
    public static double deviation(double[] residuals, double parameters) {
        double sum = 0;
        for (double r : residuals) {
            sum += r * r;
        }
        return residuals.length == 0 ? 0 : Math.sqrt(sum / Math.max(1, residuals.length - parameters));
    }

    /**
     * How far the key is off after its last row: the exponentially weighted mean of its residuals, shrunk towards 0. How
     * fast old residuals are forgotten, and how far the mean is trusted, is what would have been best inside these rows.
     *
     * @param indexes step indexes, ascending
     * @param lead steps from the last residual that is known to the one that is predicted
     */
    public static double level(double[] residuals, long[] indexes, int lead) {
        double[][] pasts = pastMeans(residuals, indexes, lead);
        double least = Double.POSITIVE_INFINITY;
        double level = 0;
        for (int h = 0; h < HALF_LIVES.length; h++) {
            double[] past = pasts[h];
            double trust = trust(past, residuals);
            double square = 0;
            for (int i = 0; i < residuals.length; i++) {
                square += (residuals[i] - trust * past[i]) * (residuals[i] - trust * past[i]);
            }
            square *= HALF_LIVES[h] == USUAL_HALF_LIFE ? 1 : UNUSUAL;
            if (square < least) {
                least = square;
                level = trust * past[residuals.length];
            }
        }
        return level;
    }

    /**
     * By half-life, for each residual the shrunk weighted mean of those at least {@code lead} steps before; last, that of all. In
     * one pass, as each sum waits for the one before it.
     */
    private static double[][] pastMeans(double[] residuals, long[] indexes, int lead) {
        int n = residuals.length;
        double[][] past = new double[HALF_LIVES.length][n + 1];
        double[] sums = new double[HALF_LIVES.length];
        double[] weights = new double[HALF_LIVES.length];
        double[] decays = decays(1);
        int known = 0;
        long step = 1;
        for (int i = 0; i <= n; i++) {
            while (known < n && (i == n || indexes[known] <= indexes[i] - lead)) {
                if (known > 0 && indexes[known] - indexes[known - 1] != step) {
                    step = indexes[known] - indexes[known - 1];
                    decays = decays(step);
                }
                for (int h = 0; h < HALF_LIVES.length; h++) {
                    sums[h] = decays[h] * sums[h] + residuals[known];
                    weights[h] = decays[h] * weights[h] + 1;
                }
                known++;
            }
            for (int h = 0; known > 0 && h < HALF_LIVES.length; h++) {
                past[h][i] = sums[h] / (weights[h] + PRIOR_WEIGHT);
            }
        }
        return past;
    }

    private static double[] decays(long steps) {
        double[] decays = new double[HALF_LIVES.length];
        for (int h = 0; h < decays.length; h++) {
            decays[h] = Math.pow(0.5, steps / HALF_LIVES[h]);
        }
        return decays;
    }

    /** The slope of residuals on past means, drawn to what is usual where there are few, within [0, 1]. */
    private static double trust(double[] past, double[] residuals) {
        double square = 0;
        double product = 0;
        int count = 0;
        for (int i = 0; i < residuals.length; i++) {
            if (past[i] != 0) {
                square += past[i] * past[i];
                product += past[i] * residuals[i];
                count++;
            }
        }
        double prior = count == 0 ? 1 : PRIOR_ROWS * square / count;
        return square == 0 ? USUAL_TRUST : Math.clamp((product + USUAL_TRUST * prior) / (square + prior), 0, 1);
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
