package io.manymodels.realtime.predict;

import io.manymodels.key.PartitionKey;
import io.manymodels.registry.Rung;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of one row. */
public sealed interface Answer {

    /**
     * A prediction.
     *
     * @param time value of the time column as the family writes it; null without one
     * @param value predicted number; for a classification the probability of the label
     * @param lower ends of the intervals, in the order of {@code intervals}; NaN where the model has none
     * @param label null unless a classification
     * @param probabilities by label; empty unless a classification
     * @param explanation as JSON has it; null unless asked for
     */
    record Predicted(PartitionKey key, @Nullable Object time, double value, List<Integer> intervals, double[] lower,
            double[] upper, @Nullable String label, Map<String, Double> probabilities, long modelVersion, Rung rung,
            boolean knownCarried, Caveats caveats, @Nullable Map<String, Object> explanation) implements Answer {}

    /** No prediction, and why. */
    record Refused(List<RowProblem> problems) implements Answer {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
