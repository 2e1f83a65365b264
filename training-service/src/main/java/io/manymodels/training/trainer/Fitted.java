package io.manymodels.training.trainer;

import io.manymodels.model.ModelBody;
import io.manymodels.model.PartitionModel;

/**
 * A model with what its intervals are made from.
 *
 * @param residuals in training, on the transformed scale; empty for a classification
 * @param deviation of a residual, corrected for the parameters
 */
record Fitted(PartitionModel model, double[] residuals, double deviation) {

    Fitted with(ModelBody body) {
        return new Fitted(new PartitionModel(model.header(), body), residuals, deviation);
    }
}
