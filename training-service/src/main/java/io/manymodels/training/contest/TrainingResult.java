package io.manymodels.training.contest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What training came to. */
public sealed interface TrainingResult {

    /**
     * A model.
     *
     * @param algorithm its name, for example {@code boosted-trees}
     * @param body the artefact's body
     * @param metrics by the names of {@link io.manymodels.family.Metric}, measured on rows that the judged models had not
     *     seen; {@code rows} trained on and {@code judged} rows measured on
     * @param provenance {@code trainer} with its settings, {@code features}, {@code origin}, the steps from
     *     there by which it is {@code late} where forecasts are counted from later, the loss of each of the {@code candidates}, those that were {@code leftOut} for the budget, the {@code importance} of columns where the model tells it, {@code labels} of a classification, {@code holdout} ({@link io.manymodels.metric.Holdout})
     *     where promotion compares with the champion
     * @param remark why it is another model than was wanted; null otherwise
     */
    record Trained(String algorithm, byte[] body, Map<String, Double> metrics, Map<String, Object> provenance,
            @Nullable Unfit remark) implements TrainingResult {

        public Trained {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        }

        Trained with(String name, Object told) {
            Map<String, Object> more = new LinkedHashMap<>(provenance);
            more.put(name, told);
            return new Trained(algorithm, body, metrics, more, remark);
        }
    }

    /**
     * No model, and why.
     *
     * @param code {@code target-missing}, {@code too-few-rows}, {@code target-malformed}, {@code timeout}; as a remark
     *     {@code constant-target}, {@code model-too-large} or {@code budget-spent}
     */
    record Unfit(String code, String message) implements TrainingResult {}
}
