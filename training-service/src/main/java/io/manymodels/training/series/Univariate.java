package io.manymodels.training.series;

import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.TrainingSpec;

/** What follows a bare series, by what {@code auto} answers such a one with. */
public final class Univariate {

    private Univariate() {}

    /**
     * The mean of each step after the last. Throws {@link CannotFit} where it cannot be told.
     *
     * @param indexes steps of the values on the axis, ascending
     */
    public static Path mean(long[] indexes, double[] values, TimeAxis axis, int steps, Deadline deadline) {
        Path path = new Ensemble().forecast(Series.of(indexes, values, axis), steps, TrainingSpec.Functional.MEAN,
                deadline);
        if (!path.isFinite()) {
            throw new CannotFit("the forecast runs away");
        }
        return path;
    }
}
