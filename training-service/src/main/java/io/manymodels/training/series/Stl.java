package io.manymodels.training.series;

/**
 * One season and the trend of a series by local regression (Cleveland, Cleveland, McRae and Terpenning 1990, STL: a
 * seasonal-trend decomposition procedure based on loess), without its outer loop, which outliers are taken out before. The season
 * may change from round to round.
 *
 * @param season what it adds at each step
 * @param trend what is smooth at each step
 */
record Stl(double[] season, double[] trend) {

    /** Rounds in which season and trend are found in turn; the paper finds two enough. */
    private static final int ROUNDS = 2;
    /** Places that are fitted in the width of a window; the paper proposes five to ten. */
    private static final int PLACES_A_WINDOW = 10;

    /**
     * The season of a series.
     *
     * @param y more than two seasons; not changed
     * @param period steps of a season
     * @param window how many rounds of the season tell what it is in one of them, odd
     */
    static Stl of(double[] y, int period, int window) {
        Loess bySeason = new Loess(window, 0, 1);
        Loess low = line(odd(period + 1));
        Loess smooth = line(odd((int) Math.ceil(1.5 * period / (1 - 1.5 / window))));
        double[] trend = new double[y.length];
        double[] season = new double[y.length];
        for (int round = 0; round < ROUNDS; round++) {
            double[] cycles = cycles(minus(y, trend), period, bySeason);
            double[] level = low.smooth(average(average(average(cycles, period), period), 3));
            for (int t = 0; t < y.length; t++) {
                season[t] = cycles[period + t] - level[t];
            }
            trend = smooth.smooth(minus(y, season));
        }
        return new Stl(season, trend);
    }

    /** A series without another. */
    static double[] minus(double[] y, double[] other) {
        double[] rest = new double[y.length];
        for (int t = 0; t < y.length; t++) {
            rest[t] = y[t] - other[t];
        }
        return rest;
    }

    private static Loess line(int window) {
        return new Loess(window, 1, Math.ceilDiv(window, PLACES_A_WINDOW));
    }

    private static int odd(int least) {
        return least % 2 == 0 ? least + 1 : least;
    }

    /** The values of each place in the season smoothed from round to round, with a season more at both ends. */
    private static double[] cycles(double[] y, int period, Loess loess) {
        double[] cycles = new double[y.length + 2 * period];
        for (int place = 0; place < period; place++) {
            double[] values = new double[Math.ceilDiv(y.length - place, period)];
            for (int i = 0; i < values.length; i++) {
                values[i] = y[i * period + place];
            }
            double[] smooth = loess.smooth(values);
            cycles[place] = loess.at(values, -1);
            for (int i = 0; i < values.length; i++) {
                cycles[(i + 1) * period + place] = smooth[i];
            }
            cycles[(values.length + 1) * period + place] = loess.at(values, values.length);
        }
        return cycles;
    }

    /** Moving averages, as many fewer than values as the window is longer than 1. */
    private static double[] average(double[] y, int window) {
        double[] averages = new double[y.length - window + 1];
        double sum = 0;
        for (int t = 0; t < y.length; t++) {
            sum += y[t] - (t >= window ? y[t - window] : 0);
            if (t >= window - 1) {
                averages[t - window + 1] = sum / window;
            }
        }
        return averages;
    }
}
