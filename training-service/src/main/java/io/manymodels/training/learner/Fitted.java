package io.manymodels.training.learner;

import io.manymodels.model.ModelBody;
import io.manymodels.model.PartitionModel;
import java.util.Map;

/**
 * A model with what its intervals are made from.
 *
 * @param residuals in training, on the transformed scale; empty for a classification
 * @param deviation of a residual, corrected for the parameters
 * @param settings with which it was fitted, for its provenance
 */
public record Fitted(PartitionModel model, double[] residuals, double deviation, Map<String, String> settings) {

    public Fitted {
        settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
    }

    /** The same with another body. */
    public Fitted with(ModelBody body) {
        return new Fitted(new PartitionModel(model.header(), body), residuals, deviation, settings);
    }
}
