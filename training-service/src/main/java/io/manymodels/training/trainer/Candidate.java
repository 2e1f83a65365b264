package io.manymodels.training.trainer;

import io.manymodels.family.Algorithm;
import io.manymodels.family.Task;
import java.util.ArrayList;
import java.util.List;

/** One way to model a partition: an algorithm on a set of features. */
record Candidate(Algorithm algorithm, Features features) {

    /** Which features besides the columns that are known. */
    enum Features {
        PLAIN, SEASONAL, TREND, LAGGED
    }

    /** Those to try for a partition, the one to prefer first: it wins unless another is clearly better. */
    static List<Candidate> of(TrainingSpec spec) {
        List<Candidate> candidates = new ArrayList<>();
        for (Algorithm algorithm : preferred(spec.task())) {
            if (!spec.algorithms().contains(algorithm)) {
                continue;
            }
            if (algorithm == Algorithm.RIDGE && spec.task() == Task.FORECAST) {
                for (Features features : Features.values()) {
                    candidates.add(new Candidate(algorithm, features));
                }
            } else {
                candidates.add(new Candidate(algorithm, algorithm == Algorithm.BOOSTED_TREES
                        ? Features.LAGGED
                        : Features.PLAIN));
            }
        }
        return candidates;
    }

    private static List<Algorithm> preferred(Task task) {
        return switch (task) {
            case FORECAST -> List.of(Algorithm.RIDGE, Algorithm.BOOSTED_TREES, Algorithm.SEASONAL_NAIVE, Algorithm.MEAN,
                    Algorithm.NAIVE);
            case REGRESSION -> List.of(Algorithm.RIDGE, Algorithm.BOOSTED_TREES, Algorithm.MEAN);
            case CLASSIFICATION ->
                List.of(Algorithm.LOGISTIC_REGRESSION, Algorithm.BOOSTED_TREES, Algorithm.MAJORITY_CLASS);
        };
    }

    String label() {
        return features == Features.PLAIN || algorithm != Algorithm.RIDGE
                ? algorithm.wire()
                : algorithm.wire() + "/" + features.name().toLowerCase(java.util.Locale.ROOT);
    }
}
