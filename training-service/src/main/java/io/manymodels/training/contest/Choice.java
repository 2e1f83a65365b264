package io.manymodels.training.contest;

import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Variant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model with how it was found.
 *
 * @param body its stored bytes
 * @param outcome how the candidate did on rows that it had not seen; null where there was no contest
 * @param losses the mean loss of each candidate that took part; NaN of one that could not be fitted
 * @param measured the family's metric of each candidate that was judged, where its rows define it
 * @param leftOut candidates that the budget had no room for
 * @param labels of a classification
 * @param remark why it is another than was wanted; null otherwise
 */
public record Choice(Fitted fitted, byte[] body, Variant candidate, Judge.@Nullable Outcome outcome,
        Map<String, Double> losses, Map<String, Double> measured, List<String> leftOut,
        List<String> labels, TrainingResult.@Nullable Unfit remark) {

    public Choice {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
        leftOut = List.copyOf(leftOut);
        labels = List.copyOf(labels);
    }

    /** What is to be told: why it is another than was wanted, else whom the budget left out; null for nothing. */
    public TrainingResult.@Nullable Unfit told() {
        return remark != null || leftOut.isEmpty()
                ? remark
                : new TrainingResult.Unfit("budget-spent",
                        "[%d] of [%d] candidates were left out: %s. Maybe raise training.budget"
                                .formatted(leftOut.size(), leftOut.size() + losses.size(), leftOut));
    }

    /** The same with a remark. */
    Choice because(TrainingResult.Unfit why) {
        return new Choice(fitted, body, candidate, outcome, losses, measured, leftOut, labels, why);
    }
}
