package io.manymodels.family;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The algorithms that a spec may name under {@code training.algorithms}. */
public enum Algorithm {
    /** The last value. */
    NAIVE(Task.FORECAST),
    /** The value one season ago. */
    SEASONAL_NAIVE(Task.FORECAST),
    /** The mean, or the median where that is the wanted point. */
    MEAN(Task.FORECAST, Task.REGRESSION),
    /** The most frequent label, with the labels' shares as probabilities. */
    MAJORITY_CLASS(Task.CLASSIFICATION),
    /** Ridge regression by normal equations. */
    RIDGE(Task.FORECAST, Task.REGRESSION),
    /** Gradient-boosted trees on histograms. */
    BOOSTED_TREES(Task.FORECAST, Task.REGRESSION, Task.CLASSIFICATION),
    /** Penalised logistic regression. */
    LOGISTIC_REGRESSION(Task.CLASSIFICATION);

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
    private final Set<Task> tasks;

    Algorithm(Task first, Task... others) {
        this.tasks = Set.copyOf(EnumSet.of(first, others));
    }

    /** Whether it can be trained for this task. */
    public boolean fits(Task task) {
        return tasks.contains(task);
    }

    /** Every algorithm that can be trained for this task: what {@code auto} chooses from. */
    public static List<Algorithm> fitting(Task task) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.fits(task)).toList();
    }

    /** The name in specs, JSON and registries, for example {@code seasonal-naive}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
