package io.manymodels.training.series;

import io.manymodels.family.Task;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Assembly;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A univariate forecaster: it says what follows a series, and all else is done here. Its model is a table, so serving learns
 * nothing new with it.
 */
public abstract class Forecaster implements Learner {

    private static final double MOST_STEPS = 2000;
    /** Least expected percentage error of a lognormal lies at exp(mu - sigma^2); estimates of sigma^2 are noisy. */
    private static final double PERCENTAGE_ERROR_SHIFT = 0.9;
    private static final double MOST_VARIANCE = 1;

    /**
     * What follows a series. Throws {@link CannotFit} where it cannot say.
     *
     * @param steps how many to forecast, from the first after the last value on
     */
    protected abstract Path forecast(Series series, int steps, Deadline deadline);

    /** Likewise for a point of the distribution: spikes are part of its mean, where a median does not mind them. */
    protected Path forecast(Series series, int steps, TrainingSpec.Functional functional, Deadline deadline) {
        Series steady = Outliers.withoutShift(series);
        return forecast(functional == TrainingSpec.Functional.MEAN ? steady : Outliers.withoutSpikes(steady), steps,
                deadline);
    }

    /** Among the forecasters the lower, the more preferred. */
    protected abstract int preference();

    @Override
    public final Set<Task> tasks() {
        return Set.of(Task.FORECAST);
    }

    /** Columns that are known ahead tell more than the past alone, and each candidate takes time. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return !spec.hasKnownColumns();
    }

    @Override
    public final List<Variant> variants(TrainingSpec spec, Settings settings) {
        int first = spec.hasKnownColumns() || spec.hasHolidays() ? Variant.FIRST + 5 : Variant.TRUSTED;
        return spec.timeAxis() == null ? List.of() : List.of(new Variant(name(), first + preference(), this::fit));
    }

    private Fitted fit(Lesson lesson) {
        Series series = Series.of(lesson);
        TrainingSpec spec = lesson.spec();
        // Two seasons more than asked for: keys whose last rows are missing are asked for steps farther on.
        int steps = (int) Math.min(MOST_STEPS, spec.lead() + 2.0 * series.season());
        Path path = forecast(series, steps, spec.functional(), lesson.deadline());
        if (!path.isFinite()) {
            throw new CannotFit("[%s] runs away".formatted(name()));
        }
        double[] y = lesson.target();
        double[] values = pointed(spec.functional(), series, path);
        Scorer.Tail tail = new Scorer.Tail(Math.min(series.season(), steps), path.slope(), 1);
        return Assembly.own(name(), lesson).numbers(new Assembly.Found(
                new Scorer.Steps(1, values, path.spreads(), tail), TargetTransform.IDENTITY, y, 0, path.residuals(),
                Math.min(path.parameters(), y.length / 2), true, Map.of()));
    }

    /** The wanted point of a positive series: errors grow with its level, so that they are about lognormal. */
    private static double[] pointed(TrainingSpec.Functional functional, Series series, Path path) {
        if (functional != TrainingSpec.Functional.LEAST_PERCENTAGE_ERROR || !series.positive()) {
            return path.values();
        }
        double level = Arrays.stream(series.values()).average().orElse(1);
        double square = Arrays.stream(path.residuals()).map(r -> r * r).average().orElse(0) / (level * level);
        double[] values = path.values().clone();
        for (int h = 0; h < values.length; h++) {
            double variance = Math.min(MOST_VARIANCE, square * path.spreads()[h] * path.spreads()[h]);
            values[h] *= Math.exp(-PERCENTAGE_ERROR_SHIFT * variance);
        }
        return values;
    }
}
