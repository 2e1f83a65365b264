package io.manymodels.training.series;

import java.util.Arrays;

/**
 * The seasonal figure of a series by classical decomposition: moving averages over a season, and the mean of what is left at
 * each place in the season.
 *
 * @param figure one value a place, for the first step on; empty without a season
 * @param multiplicative whether values are the level times the figure, else plus it
 */
record Season(double[] figure, boolean multiplicative) {

    static final Season NONE = new Season(new double[0], false);

    private static final int SHORTEST = 4;
    /** Quantile of the standard normal distribution for a test at 90 %, two-sided. */
    private static final double CRITICAL = 1.6448536269514722;
    private static final double LEAST_FACTOR = 0.01;

    /** The season where the autocorrelation at its lag shows one (Fiorucci et al. 2016), multiplicative where values allow. */
    static Season tested(Series series) {
        int m = series.season();
        if (m < SHORTEST || series.size() < 2 * m + 1 || !isSeasonal(series.values(), m)) {
            return NONE;
        }
        if (series.positive()) {
            Season multiplicative = decompose(series.values(), m, true);
            if (Arrays.stream(multiplicative.figure()).allMatch(factor -> factor >= LEAST_FACTOR)) {
                return multiplicative;
            }
        }
        return decompose(series.values(), m, false);
    }

    private static boolean isSeasonal(double[] y, int m) {
        double squares = 0;
        for (int lag = 1; lag < m; lag++) {
            double r = autocorrelation(y, lag);
            squares += r * r;
        }
        return Math.abs(autocorrelation(y, m)) > CRITICAL * Math.sqrt((1 + 2 * squares) / y.length);
    }

    private static double autocorrelation(double[] y, int lag) {
        double mean = Arrays.stream(y).average().orElse(0);
        double variance = 0;
        double product = 0;
        for (int t = 0; t < y.length; t++) {
            variance += (y[t] - mean) * (y[t] - mean);
            product += t >= lag ? (y[t] - mean) * (y[t - lag] - mean) : 0;
        }
        return variance == 0 ? 0 : product / variance;
    }

    /** @param y at least two seasons and a step */
    static Season decompose(double[] y, int m, boolean multiplicative) {
        double[] sums = new double[m];
        int[] counts = new int[m];
        int half = m / 2;
        for (int t = half; t + half < y.length; t++) {
            double trend = m % 2 == 0 ? 0.5 * (y[t - half] + y[t + half]) : y[t - half] + y[t + half];
            for (int k = t - half + 1; k < t + half; k++) {
                trend += y[k];
            }
            trend /= m;
            sums[t % m] += multiplicative ? y[t] / trend : y[t] - trend;
            counts[t % m]++;
        }
        double[] figure = new double[m];
        for (int k = 0; k < m; k++) {
            figure[k] = counts[k] == 0 ? multiplicative ? 1 : 0 : sums[k] / counts[k];
        }
        double mean = Arrays.stream(figure).average().orElse(0);
        for (int k = 0; k < m; k++) {
            figure[k] = multiplicative ? figure[k] / mean : figure[k] - mean;
        }
        return new Season(figure, multiplicative);
    }

    /** The figure at a step. */
    double at(int step) {
        return figure.length == 0 ? multiplicative ? 1 : 0 : figure[step % figure.length];
    }

    /** A series without its season. */
    double[] removed(double[] y) {
        double[] adjusted = y.clone();
        for (int t = 0; t < y.length && figure.length > 0; t++) {
            adjusted[t] = multiplicative ? y[t] / at(t) : y[t] - at(t);
        }
        return adjusted;
    }

    /** A value at a step with its season. */
    double added(double value, int step) {
        return figure.length == 0 ? value : multiplicative ? value * at(step) : value + at(step);
    }
}
