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
                : Math.sqrt(sumOfSquares(residuals) / Math.max(1, residuals.length - parameters));
    }

    private static double sumOfSquares(double[] residuals) {
        double sum = 0;
        for (double r : residuals) {
            sum += r * r;
        }
        return sum;
    }

    /**
     * How far the key is off after its last row: the exponentially weighted mean of its residuals, shrunk towards 0. How
     * fast old residuals are forgotten, and how far the mean is trusted, is what would have been best inside these rows.
     *
     * @param indexes step indexes, ascending
     * @param lead steps from the last residual that is known to the one that is predicted
     */
    public static double level(double[] residuals, long[] indexes, int lead) {
        Pasts pasts = Pasts.of(residuals, indexes, lead);
        double least = Double.POSITIVE_INFINITY;
        double level = 0;
        for (int h = 0; h < HALF_LIVES.length; h++) {
            double trust = pasts.trust(h);
            double square = pasts.square(h, trust) * (HALF_LIVES[h] == USUAL_HALF_LIFE ? 1 : UNUSUAL);
            if (square < least) {
                least = square;
                level = trust * pasts.last()[h];
            }
        }
        return level;
    }

    /**
     * How residuals stand to the shrunk weighted mean of those at least a lead before each, by half-life.
     *
     * @param square of all residuals, summed
     * @param squares of past means, summed; likewise their products with residuals
     * @param counts of past means that are not 0
     * @param last the mean of all residuals
     */
    private record Pasts(double square, double[] squares, double[] products, int[] counts, double[] last) {

        /** In one pass for all half-lives, as each sum waits for the one before it. */
        static Pasts of(double[] residuals, long[] indexes, int lead) {
            int n = residuals.length;
            int lives = HALF_LIVES.length;
            double[] sums = new double[lives];
            double[] weights = new double[lives];
            double[] shares = new double[lives];
            double[] decays = decays(1);
            Pasts pasts = new Pasts(sumOfSquares(residuals), new double[lives], new double[lives], new int[lives],
                    new double[lives]);
            int known = 0;
            long step = 1;
            boolean steady = false;
            for (int i = 0; i <= n; i++) {
                while (known < n && (i == n || indexes[known] <= indexes[i] - lead)) {
                    if (known > 0 && indexes[known] - indexes[known - 1] != step) {
                        step = indexes[known] - indexes[known - 1];
                        decays = decays(step);
                        steady = false;
                    }
                    for (int h = 0; h < lives; h++) {
                        sums[h] = decays[h] * sums[h] + residuals[known];
                    }
                    // Of regular rows the weights soon stand still.
                    steady = steady || isSteady(decays, weights, shares);
                    known++;
                }
                for (int h = 0; i < n && known > 0 && h < lives; h++) {
                    double past = sums[h] * shares[h];
                    pasts.squares[h] += past * past;
                    pasts.products[h] += past * residuals[i];
                    pasts.counts[h] += past != 0 ? 1 : 0;
                }
            }
            for (int h = 0; h < lives; h++) {
                pasts.last[h] = sums[h] * shares[h];
            }
            return pasts;
        }

        /** Adds a row to the weights; whether that left them as they are. */
        private static boolean isSteady(double[] decays, double[] weights, double[] shares) {
            boolean steady = true;
            for (int h = 0; h < weights.length; h++) {
                double weight = decays[h] * weights[h] + 1;
                steady &= weight == weights[h];
                weights[h] = weight;
                shares[h] = 1 / (weight + PRIOR_WEIGHT);
            }
            return steady;
        }

        /** The slope of residuals on past means, drawn to what is usual where there are few, within [0, 1]. */
        double trust(int h) {
            double prior = counts[h] == 0 ? 1 : PRIOR_ROWS * squares[h] / counts[h];
            return squares[h] == 0
                    ? USUAL_TRUST
                    : Math.clamp((products[h] + USUAL_TRUST * prior) / (squares[h] + prior), 0, 1);
        }

        /** The sum of squares of what is left of residuals less so many times their past means. */
        double square(int h, double trust) {
            return square - 2 * trust * products[h] + trust * trust * squares[h];
        }
    }

    private static double[] decays(long steps) {
        double[] decays = new double[HALF_LIVES.length];
        for (int h = 0; h < decays.length; h++) {
            decays[h] = Math.pow(0.5, steps / HALF_LIVES[h]);
        }
        return decays;
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
