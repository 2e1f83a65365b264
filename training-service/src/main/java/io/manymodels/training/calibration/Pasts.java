package io.manymodels.training.calibration;

import io.manymodels.training.learner.Tiles;

/**
 * How residuals stand to the shrunk weighted mean of those at least a lead before each, by half-life.
 *
 * @param square of all residuals, summed
 * @param squares of past means, summed; likewise their products with residuals
 * @param counts of past means that are not 0
 * @param last the mean of all residuals
 */
record Pasts(double square, double[] squares, double[] products, int[] counts, double[] last) {

    private static final double[] HALF_LIVES = {0.5, 1, 2, 5, 10, 20};
    private static final double USUAL_HALF_LIFE = 5;
    private static final double USUAL_TRUST = 0.9;
    /** What another half-life has to win by. */
    private static final double UNUSUAL = 1.03;
    private static final double PRIOR_ROWS = 60;
    private static final double PRIOR_WEIGHT = 0.3;

    /**
     * @param indexes step indexes, ascending
     * @param lead steps from the last residual that is known to the one that it is held against
     */
    static Pasts of(double[] residuals, long[] indexes, int lead) {
        return residuals.length >= Steady.TILE && isRegular(indexes)
                ? Steady.of(residuals, lead)
                : ofAny(residuals, indexes, lead);
    }

    private static boolean isRegular(long[] indexes) {
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i] != indexes[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    static Pasts none(double square) {
        int lives = HALF_LIVES.length;
        return new Pasts(square, new double[lives], new double[lives], new int[lives], new double[lives]);
    }

    /** In one pass for all half-lives, as each sum waits for the one before it. */
    static Pasts ofAny(double[] residuals, long[] indexes, int lead) {
        int n = residuals.length;
        int lives = HALF_LIVES.length;
        double[] sums = new double[lives];
        double[] weights = new double[lives];
        double[] shares = new double[lives];
        double[] decays = decays(1);
        Pasts pasts = none(Tiles.dot(residuals, residuals, residuals.length));
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
    static boolean isSteady(double[] decays, double[] weights, double[] shares) {
        boolean steady = true;
        for (int h = 0; h < weights.length; h++) {
            double weight = decays[h] * weights[h] + 1;
            steady &= weight == weights[h];
            weights[h] = weight;
            shares[h] = 1 / (weight + PRIOR_WEIGHT);
        }
        return steady;
    }

    /** What so many steps leave of a residual's weight, by half-life. */
    static double[] decays(long steps) {
        double[] decays = new double[HALF_LIVES.length];
        for (int h = 0; h < decays.length; h++) {
            decays[h] = Math.pow(0.5, steps / HALF_LIVES[h]);
        }
        return decays;
    }

    /** The mean of all residuals by the half-life that would have been best, as far as it is trusted. */
    double level() {
        double least = Double.POSITIVE_INFINITY;
        double level = 0;
        for (int h = 0; h < HALF_LIVES.length; h++) {
            double trust = trust(h);
            double left = left(h, trust) * (HALF_LIVES[h] == USUAL_HALF_LIFE ? 1 : UNUSUAL);
            if (left < least) {
                least = left;
                level = trust * last[h];
            }
        }
        return level;
    }

    /** The slope of residuals on past means, drawn to what is usual where there are few, within [0, 1]. */
    private double trust(int h) {
        double prior = counts[h] == 0 ? 1 : PRIOR_ROWS * squares[h] / counts[h];
        return squares[h] == 0
                ? USUAL_TRUST
                : Math.clamp((products[h] + USUAL_TRUST * prior) / (squares[h] + prior), 0, 1);
    }

    /** The sum of squares of what is left of residuals less so many times their past means. */
    private double left(int h, double trust) {
        return square - 2 * trust * products[h] + trust * trust * squares[h];
    }
}
