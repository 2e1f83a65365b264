package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;

/**
 * The mean of smoothed sums over one step, two, and so on up to the usual steps between two demands (Petropoulos and Kourentzes
 * 2015, Forecast combinations for intermittent demand).
 */
@AutoService(Learner.class)
public final class Imapa extends Forecaster {

    private static final double LEAST_SMOOTHING = 0.1;
    private static final double MOST_SMOOTHING = 0.3;
    private static final int TRIED = 100;

    @Override
    public String name() {
        return "imapa";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    protected int preference() {
        return 4;
    }

    /** Rows without demand are best told of by several together. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        Demand.check(series);
        return Path.level(series, level(series), steps);
    }

    static double level(Series series) {
        double[] intervals = Demand.intervals(series);
        if (intervals.length == 0) {
            return 0;
        }
        int levels = (int) Math.max(1, Math.rint(Arrays.stream(intervals).average().orElse(1)));
        double sum = 0;
        for (int steps = 1; steps <= levels; steps++) {
            sum += bestSmoothed(sums(series.values(), steps)) / steps;
        }
        return sum / levels;
    }

    /** Sums of so many steps each, the last of them at the end of the series. */
    private static double[] sums(double[] y, int steps) {
        double[] sums = new double[y.length / steps];
        int first = y.length - sums.length * steps;
        for (int t = first; t < y.length; t++) {
            sums[(t - first) / steps] += y[t];
        }
        return sums;
    }

    /** With the smoothing that would have foretold the values best. */
    private static double bestSmoothed(double[] values) {
        double best = LEAST_SMOOTHING;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= TRIED; i++) {
            double alpha = LEAST_SMOOTHING + (MOST_SMOOTHING - LEAST_SMOOTHING) * i / TRIED;
            double level = values[0];
            double squares = 0;
            for (int t = 1; t < values.length; t++) {
                squares += (values[t] - level) * (values[t] - level);
                level += alpha * (values[t] - level);
            }
            if (squares < least) {
                least = squares;
                best = alpha;
            }
        }
        return Demand.smoothed(values, best);
    }
}
