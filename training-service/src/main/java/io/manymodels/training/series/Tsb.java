package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;

/**
 * The probability of a demand times its size, each smoothed; it falls while no demand comes (Teunter, Syntetos and Babai 2011,
 * Intermittent demand: linking forecasting to inventory obsolescence).
 */
@AutoService(Learner.class)
public final class Tsb extends Forecaster {

    private static final double SIZE_SMOOTHING = 0.2;
    private static final double PROBABILITY_SMOOTHING = 0.1;

    @Override
    public String name() {
        return "tsb";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    protected int preference() {
        return 6;
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
        double[] sizes = Demand.sizes(series);
        double[] whether = Arrays.stream(series.values()).map(value -> value > 0 ? 1 : 0).toArray();
        return sizes.length == 0
                ? 0
                : Demand.smoothed(whether, PROBABILITY_SMOOTHING) * Demand.smoothed(sizes, SIZE_SMOOTHING);
    }
}
