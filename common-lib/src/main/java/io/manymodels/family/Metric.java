package io.manymodels.family;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Locale;

/**
 * Measures of a model's error or skill. {@code mape}, {@code wmape}, {@code smape}, {@code bias} and {@code coverage}
 * are in percent; {@code mase}, {@code rmsse} are ratios; {@code rmse}, {@code mae}, {@code pinball} and {@code winkler}
 * are in units of the target; {@code accuracy}, {@code auc}, {@code brier} and {@code f1} lie between 0 and 1;
 * {@code logloss} is in nats.
 */
public enum Metric {
    MAPE(Direction.LOWER, Fits.NUMBERS), WMAPE(Direction.LOWER, Fits.NUMBERS), SMAPE(Direction.LOWER, Fits.NUMBERS),
    /** Scaled by the in-sample error of the seasonal naive forecast, so for forecasts alone; likewise RMSSE. */
    MASE(Direction.LOWER, Fits.FORECASTS), RMSSE(Direction.LOWER, Fits.FORECASTS), RMSE(Direction.LOWER,
            Fits.NUMBERS), MAE(Direction.LOWER, Fits.NUMBERS),
    /** Sum of (prediction - actual) over the sum of |actual|. */
    BIAS(Direction.ZERO, Fits.NUMBERS), PINBALL(Direction.LOWER, Fits.NUMBERS),
    /** Share of the actual values inside the first interval of the spec. */
    COVERAGE(Direction.HIGHER, Fits.NUMBERS), WINKLER(Direction.LOWER, Fits.NUMBERS), ACCURACY(Direction.HIGHER,
            Fits.LABELS), AUC(Direction.HIGHER, Fits.LABELS), LOGLOSS(Direction.LOWER,
                    Fits.LABELS), BRIER(Direction.LOWER, Fits.LABELS), F1(Direction.HIGHER, Fits.LABELS);

    /** Which values of a metric are good ones. */
    public enum Direction {
        /** The lower the better. */
        LOWER,
        /** The higher the better. */
        HIGHER,
        /** The nearer to zero the better, from both sides. */
        ZERO
    }

    private static final class Fits {
        static final ImmutableSet<Task> NUMBERS = Sets.immutableEnumSet(Task.FORECAST, Task.REGRESSION);
        static final ImmutableSet<Task> FORECASTS = Sets.immutableEnumSet(Task.FORECAST);
        static final ImmutableSet<Task> LABELS = Sets.immutableEnumSet(Task.CLASSIFICATION);
    }

    private final Direction direction;
    private final ImmutableSet<Task> tasks;

    Metric(Direction direction, ImmutableSet<Task> tasks) {
        this.direction = direction;
        this.tasks = tasks;
    }

    public Direction direction() {
        return direction;
    }

    /** Whether models of this task can be measured by it. */
    public boolean fits(Task task) {
        return tasks.contains(task);
    }

    /** The same measure turned so that lower is better and {@code NaN} is worst; for comparing models. */
    public double loss(double value) {
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        return switch (direction) {
            case LOWER -> value;
            case HIGHER -> -value;
            case ZERO -> Math.abs(value);
        };
    }

    /** The name in specs, JSON and columns. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric that a family is judged by when its spec names none. */
    static Metric defaultOf(Task task) {
        return switch (task) {
            case FORECAST -> MASE;
            case REGRESSION -> RMSE;
            case CLASSIFICATION -> ACCURACY;
        };
    }
}
