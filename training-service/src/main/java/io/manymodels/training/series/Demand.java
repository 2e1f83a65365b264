package io.manymodels.training.series;

import io.manymodels.training.learner.CannotFit;
import java.util.Arrays;

/** Demand that comes now and then, taken apart. */
final class Demand {

    private Demand() {}

    /** The demands that are not 0. */
    static double[] sizes(Series series) {
        return Arrays.stream(series.values()).filter(value -> value > 0).toArray();
    }

    /** Steps from each demand back to the one before it, of the first to the start of the series. */
    static double[] intervals(Series series) {
        double[] intervals = new double[series.size()];
        int count = 0;
        int last = -1;
        for (int t = 0; t < series.size(); t++) {
            if (series.values()[t] > 0) {
                intervals[count++] = t - last;
                last = t;
            }
        }
        return Arrays.copyOf(intervals, count);
    }

    /** Throws {@link CannotFit} where a value is below 0. */
    static void check(Series series) {
        if (Arrays.stream(series.values()).anyMatch(value -> value < 0)) {
            throw new CannotFit("a value is below 0, so it is no demand");
        }
    }

    /** Exponential smoothing from the first value on. */
    static double smoothed(double[] values, double alpha) {
        double level = values[0];
        for (int i = 1; i < values.length; i++) {
            level += alpha * (values[i] - level);
        }
        return level;
    }
}
