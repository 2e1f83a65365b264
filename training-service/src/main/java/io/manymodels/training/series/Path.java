package io.manymodels.training.series;

import java.util.Arrays;

/**
 * What a forecaster says of the future of a series.
 *
 * @param values the centre of the distribution at each step after the last
 * @param spreads how much wider errors are expected at each step than one step ahead
 * @param residuals one step ahead, in the series
 * @param parameters that were fitted
 * @param slope what each step beyond the table adds
 */
public record Path(double[] values, double[] spreads, double[] residuals, int parameters, double slope) {

    public Path {
        if (values.length == 0 || spreads.length != values.length) {
            throw new IllegalArgumentException("[%d] values and [%d] spreads do not fit".formatted(values.length,
                    spreads.length));
        }
    }

    /** One value for ever. */
    static Path level(Series series, double level, int steps) {
        double[] values = new double[steps];
        double[] spreads = new double[steps];
        Arrays.fill(values, level);
        Arrays.fill(spreads, 1);
        return new Path(values, spreads, Arrays.stream(series.values()).map(value -> value - level).toArray(), 1, 0);
    }

    /** Whether it can be told: every value, and how wide errors are around it. */
    boolean isFinite() {
        return Arrays.stream(values).allMatch(Double::isFinite)
                && Arrays.stream(spreads).allMatch(spread -> Double.isFinite(spread) && spread >= 0);
    }

    /**
     * The same with a season that had been taken out of the series put back.
     *
     * @param size steps of the series
     */
    Path with(Season season, int size) {
        double[] put = values.clone();
        double[] wide = spreads.clone();
        for (int h = 0; h < put.length; h++) {
            put[h] = season.added(values[h], size + h);
            wide[h] = spreads[h] * season.factor(size + h);
        }
        double[] errors = residuals.clone();
        for (int t = 0; t < errors.length; t++) {
            errors[t] = residuals[t] * season.factor(size - errors.length + t);
        }
        return new Path(put, wide, errors, parameters + season.figure().length, slope);
    }
}
