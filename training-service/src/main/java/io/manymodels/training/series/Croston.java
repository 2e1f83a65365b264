package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;

/**
 * The size of a demand over the steps between two, each smoothed, less the bias of the quotient (Croston 1972; Syntetos and Boylan
 * 2005, The accuracy of intermittent demand estimates).
 */
@AutoService(Learner.class)
public final class Croston extends Forecaster {

    private static final double SMOOTHING = 0.1;

    @Override
    public String name() {
        return "croston";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    protected int preference() {
        return 5;
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
        return sizes.length == 0
                ? 0
                : (1 - SMOOTHING / 2) * Demand.smoothed(sizes, SMOOTHING)
                        / Demand.smoothed(Demand.intervals(series), SMOOTHING);
    }
}
