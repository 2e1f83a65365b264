package io.manymodels.training.trainer;

import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.util.Arrays;

/** The plain rules that every other model has to beat. */
final class Baselines {

    private static final int LEAST_WINDOW = 12;

    private Baselines() {}

    /** Mean, median or least percentage error point of the last season, at least {@value #LEAST_WINDOW} rows. */
    static double point(TrainingSpec spec, double[] y) {
        TimeAxis axis = spec.timeAxis();
        int window = spec.task() != Task.FORECAST
                ? y.length
                : Math.max(LEAST_WINDOW, axis == null ? 1 : axis.seasonLength());
        return pooledPoint(spec, Arrays.copyOfRange(y, Math.max(0, y.length - window), y.length));
    }

    /** The same of all values. */
    static double pooledPoint(TrainingSpec spec, double[] recent) {
        return switch (spec.functional()) {
            case MEAN -> Arrays.stream(recent).average().orElse(0);
            case MEDIAN -> Residuals.median(recent);
            case LEAST_PERCENTAGE_ERROR -> Arrays.stream(recent).allMatch(value -> value > 0)
                    ? Residuals.leastPercentageError(recent)
                    : Residuals.median(recent);
        };
    }

    /** Differences between values as far apart as the end of the horizon is from the last value. */
    static double[] naiveErrors(TrainingSpec spec, PartitionRows rows, double[] z) {
        TimeAxis axis = spec.timeAxis();
        double[] errors = new double[z.length];
        int count = 0;
        int earlier = 0;
        for (int i = 1; i < z.length && axis != null; i++) {
            long latest = axis.index(rows.time(i)) - Math.max(1, spec.lead());
            while (earlier + 1 < i && axis.index(rows.time(earlier + 1)) <= latest) {
                earlier++;
            }
            if (axis.index(rows.time(earlier)) <= latest) {
                errors[count++] = z[i] - z[earlier];
            }
        }
        return Arrays.copyOf(errors, count);
    }

    /** The shares of the labels as scores. */
    static Kernel.Linear shares(DenseData data) {
        double[] counts = new double[data.labels()];
        for (double y : data.targets()) {
            counts[(int) y]++;
        }
        int outputs = data.labels() <= 2 ? 1 : data.labels();
        double[] intercepts = new double[outputs];
        if (data.labels() == 2) {
            intercepts[0] = Math.log((counts[1] + 0.5) / (counts[0] + 0.5));
        } else if (data.labels() > 2) {
            for (int k = 0; k < outputs; k++) {
                intercepts[k] = Math.log((counts[k] + 0.5) / (data.rows() + 0.5 * outputs));
            }
        }
        return new Kernel.Linear(outputs, intercepts, new double[0], new double[0]);
    }
}
