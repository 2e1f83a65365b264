package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.calibration.Residuals;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;

/**
 * What answers demand that comes now and then, which has two answers: where the metric rewards a mean, the middle one of the
 * recent mean, {@link Tsb} and {@link Imapa}, which the one that is slowest to forget demand of long ago does not draw up; else
 * the recent median, which is 0 more often than not.
 */
@AutoService(Learner.class)
public final class Intermittent extends Forecaster {

    @Override
    public String name() {
        return "intermittent";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    protected int preference() {
        return 0;
    }

    /** The ensemble answers by it wherever it can. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        return forecast(series, steps, TrainingSpec.Functional.MEAN, deadline);
    }

    @Override
    protected Path forecast(Series series, int steps, TrainingSpec.Functional functional, Deadline deadline) {
        if (!series.intermittent()) {
            throw new CannotFit("demand is not intermittent");
        }
        double level = switch (functional) {
            case MEAN -> Residuals.median(new double[] {Arrays.stream(series.recent()).average().orElse(0),
                    Tsb.level(series), Imapa.level(series)});
            case MEDIAN, LEAST_PERCENTAGE_ERROR -> Residuals.median(series.recent());
        };
        return Path.level(series, level, steps);
    }
}
