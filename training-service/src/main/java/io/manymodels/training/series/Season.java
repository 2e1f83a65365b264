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
        return isLongEnough(series) && isSeasonal(series.values(), m) ? decompose(series) : NONE;
    }

    /**
     * The season drawn towards none by as much of it as chance explains, an estimate after James and Stein (Miller and Williams
     * 2003, Shrinkage estimators of time series seasonal factors); multiplicative where values allow.
     */
    static Season shrunk(Series series) {
        if (!isLongEnough(series)) {
            return NONE;
        }
        Season whole = decompose(series);
        double neutral = whole.multiplicative ? 1 : 0;
        double drawn = whole.chance(Places.of(series.values(), series.season(), whole.multiplicative));
        return new Season(Arrays.stream(whole.figure).map(place -> place + drawn * (neutral - place)).toArray(),
                whole.multiplicative);
    }

    /**
     * How much of the season of a series without level and trend is more than chance, from 0 to 1, likewise estimated.
     *
     * @param y at least two seasons
     */
    static double certainty(double[] y, int m) {
        Places places = Places.ofSteady(y, m);
        return 1 - new Season(centred(places.means(0), false), false).chance(places);
    }

    /** The share of the figure that chance explains, from 0 to 1. */
    private double chance(Places places) {
        int m = figure.length;
        double neutral = multiplicative ? 1 : 0;
        double between = 0;
        for (double place : figure) {
            between += (place - neutral) * (place - neutral) / (m - 1);
        }
        return between > 0 ? Math.clamp((m - 3.0) / (m - 1) * places.chance() / between, 0, 1) : 1;
    }

    /**
     * How much of what is left of a series without its moving average a season explains, from 0 to 1.
     *
     * @param y at least two seasons and a step
     */
    static double strength(double[] y, int m) {
        return Places.of(y, m, false).explained();
    }

    private static boolean isLongEnough(Series series) {
        return series.season() >= SHORTEST && series.size() > 2 * series.season();
    }

    private static Season decompose(Series series) {
        if (series.positive()) {
            Season multiplicative = decompose(series.values(), series.season(), true);
            if (Arrays.stream(multiplicative.figure()).allMatch(factor -> factor >= LEAST_FACTOR)) {
                return multiplicative;
            }
        }
        return decompose(series.values(), series.season(), false);
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
        return new Season(centred(Places.of(y, m, multiplicative).means(multiplicative ? 1 : 0), multiplicative),
                multiplicative);
    }

    private static double[] centred(double[] figure, boolean multiplicative) {
        double mean = Arrays.stream(figure).average().orElse(0);
        return Arrays.stream(figure).map(place -> multiplicative ? place / mean : place - mean).toArray();
    }

    /** What is left of a series without its moving average over a season, summed by place in the season. */
    private record Places(double[] sums, double[] squares, int[] counts) {

        static Places of(double[] y, int m, boolean multiplicative) {
            Places places = new Places(new double[m], new double[m], new int[m]);
            int half = m / 2;
            for (int t = half; t + half < y.length; t++) {
                double trend = m % 2 == 0 ? 0.5 * (y[t - half] + y[t + half]) : y[t - half] + y[t + half];
                for (int k = t - half + 1; k < t + half; k++) {
                    trend += y[k];
                }
                trend /= m;
                places.add(t, multiplicative ? y[t] / trend : y[t] - trend);
            }
            return places;
        }

        /** Of a series that has neither level nor trend. */
        static Places ofSteady(double[] y, int m) {
            Places places = new Places(new double[m], new double[m], new int[m]);
            for (int t = 0; t < y.length; t++) {
                places.add(t, y[t]);
            }
            return places;
        }

        private void add(int t, double left) {
            int place = t % sums.length;
            sums[place] += left;
            squares[place] += left * left;
            counts[place]++;
        }

        double[] means(double unseen) {
            double[] means = new double[sums.length];
            for (int k = 0; k < means.length; k++) {
                means[k] = counts[k] == 0 ? unseen : sums[k] / counts[k];
            }
            return means;
        }

        /** The variance of a place's mean that chance explains. */
        double chance() {
            double inverse = 0;
            for (int count : counts) {
                inverse += 1.0 / Math.max(1, count) / sums.length;
            }
            return within() / Math.max(1, Arrays.stream(counts).sum() - sums.length) * inverse;
        }

        /** The share of the squares around the mean that lies between places. */
        double explained() {
            double sum = Arrays.stream(sums).sum();
            double all = Arrays.stream(squares).sum() - sum * sum / Arrays.stream(counts).sum();
            return all > 0 ? Math.max(0, 1 - within() / all) : 0;
        }

        /** Squares around the means of the places. */
        private double within() {
            double within = 0;
            for (int k = 0; k < sums.length; k++) {
                within += counts[k] == 0 ? 0 : Math.max(0, squares[k] - sums[k] * sums[k] / counts[k]);
            }
            return within;
        }
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

    /** What errors at a step are multiplied by: they grow with the level. */
    double factor(int step) {
        return multiplicative ? at(step) : 1;
    }

    /** A value at a step with its season. */
    double added(double value, int step) {
        return figure.length == 0 ? value : multiplicative ? value * at(step) : value + at(step);
    }
}
