package io.manymodels.training.contest;

import io.manymodels.features.History;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;
import java.util.List;

/**
 * Errors of the seasonal naive forecast one step ahead inside rows, of the naive one where they are shorter than a season:
 * what scaled metrics are scaled by.
 *
 * @param absolute mean absolute error; NaN where the rows are no one series; likewise {@code square}, the mean squared one
 */
public record NaiveErrors(double absolute, double square) {

    public static final NaiveErrors NONE = new NaiveErrors(Double.NaN, Double.NaN);

    /** @param rows labelled, in ascending order of time */
    public static NaiveErrors of(TrainingSpec spec, PartitionRows rows) {
        return of(new Lesson(spec, rows, List.of(), Deadline.NONE));
    }

    static NaiveErrors of(Lesson lesson) {
        TimeAxis axis = lesson.spec().timeAxis();
        if (!lesson.hasHistory() || axis == null) {
            return NONE;
        }
        double[] y = lesson.target();
        long[] indexes = lesson.indexes();
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i] <= indexes[i - 1]) {
                // Rows of several keys.
                return NONE;
            }
        }
        NaiveErrors seasonal = of(y, indexes, axis.seasonLength());
        return Double.isNaN(seasonal.absolute()) ? of(y, indexes, 1) : seasonal;
    }

    private static NaiveErrors of(double[] y, long[] indexes, int season) {
        double absolute = 0;
        double square = 0;
        int count = 0;
        for (int i = 0; i < y.length; i++) {
            int earlier = History.find(indexes, indexes[i] - season);
            if (earlier >= 0) {
                absolute += Math.abs(y[i] - y[earlier]);
                square += (y[i] - y[earlier]) * (y[i] - y[earlier]);
                count++;
            }
        }
        return count == 0 ? NONE : new NaiveErrors(absolute / count, square / count);
    }
}
