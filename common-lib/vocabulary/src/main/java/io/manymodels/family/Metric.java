package io.manymodels.family;

import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.Measure;
import io.manymodels.metric.NumberMeasure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Measures of a model's error or skill. {@code mape}, {@code wmape}, {@code smape}, {@code bias} and {@code coverage}
 * are in percent; {@code mase}, {@code rmsse} are ratios; {@code rmse}, {@code mae}, {@code pinball} and {@code winkler}
 * are in units of the target; {@code accuracy}, {@code auc}, {@code brier} and {@code f1} lie between 0 and 1;
 * {@code logloss} is in nats.
 */
public enum Metric {
    MAPE(Direction.LOWER, Fits.NUMBERS, NumberMeasure.MAPE), WMAPE(Direction.LOWER, Fits.NUMBERS,
            NumberMeasure.WMAPE), SMAPE(Direction.LOWER, Fits.NUMBERS, NumberMeasure.SMAPE),
    /** Scaled by the in-sample error of the seasonal naive forecast, so for forecasts alone; likewise RMSSE. */
    MASE(Direction.LOWER, Fits.FORECASTS, NumberMeasure.MASE), RMSSE(Direction.LOWER, Fits.FORECASTS,
            NumberMeasure.RMSSE), RMSE(Direction.LOWER, Fits.NUMBERS,
                    NumberMeasure.RMSE), MAE(Direction.LOWER, Fits.NUMBERS, NumberMeasure.MAE),
    /** Sum of (prediction - actual) over the sum of |actual|. */
    BIAS(Direction.ZERO, Fits.NUMBERS, NumberMeasure.BIAS), PINBALL(Direction.LOWER, Fits.NUMBERS,
            NumberMeasure.PINBALL),
    /** Share of the actual values inside the first interval of the spec: good near the interval's own coverage. */
    COVERAGE(Direction.NONE, Fits.NUMBERS, NumberMeasure.COVERAGE), WINKLER(Direction.LOWER, Fits.NUMBERS,
            NumberMeasure.WINKLER), ACCURACY(Direction.HIGHER, Fits.LABELS,
                    new LabelMeasure.Accuracy()), AUC(Direction.HIGHER, Fits.LABELS,
                            new LabelMeasure.RocArea()), LOGLOSS(Direction.LOWER, Fits.LABELS,
                                    new LabelMeasure.LogLoss()), BRIER(Direction.LOWER, Fits.LABELS,
                                            new LabelMeasure.Brier()), F1(Direction.HIGHER, Fits.LABELS,
                                                    new LabelMeasure.MacroF1());

    /** Which values of a metric are good ones. */
    public enum Direction {
        /** The lower the better. */
        LOWER,
        /** The higher the better. */
        HIGHER,
        /** The nearer to zero the better, from both sides. */
        ZERO,
        /** The figure alone does not tell. */
        NONE
    }

    private static final class Fits {
        static final Set<Task> NUMBERS = Set.of(Task.FORECAST, Task.REGRESSION);
        static final Set<Task> FORECASTS = Set.of(Task.FORECAST);
        static final Set<Task> LABELS = Set.of(Task.CLASSIFICATION);
    }

    private final Direction direction;
    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<Task> tasks;
    /** All permitted measures are records without state that changes. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Measure measure;

    Metric(Direction direction, Set<Task> tasks, Measure measure) {
        this.direction = direction;
        this.tasks = tasks;
        this.measure = measure;
    }

    public Direction direction() {
        return direction;
    }

    /** How it is computed. */
    public Measure measure() {
        return measure;
    }

    /** Whether it can choose between models: a useless model may have the best bias or coverage. */
    public boolean selects() {
        return direction == Direction.LOWER || direction == Direction.HIGHER;
    }

    /** Whether models of this task can be measured by it. */
    public boolean fits(Task task) {
        return tasks.contains(task);
    }

    /** All that models of a task can be measured by. */
    public static List<Metric> fitting(Task task) {
        return Arrays.stream(values()).filter(metric -> metric.fits(task)).toList();
    }

    /** The metric of a name in specs, JSON and columns. */
    public static Optional<Metric> named(String wire) {
        return Arrays.stream(values()).filter(metric -> metric.wire().equals(wire)).findFirst();
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
