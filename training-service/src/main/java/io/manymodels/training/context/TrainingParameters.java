package io.manymodels.training.context;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training run was asked for, as it is stored with the run.
 *
 * @param snapshot id of the snapshot
 * @param asOf time ordinal up to which rows are seen; null sees all
 * @param keys keys, or parts of keys, of which a partition's must contain one; empty takes every partition
 */
public record TrainingParameters(String snapshot, @Nullable Long asOf, Retrain retrain,
        List<Map<String, Object>> keys) {

    public TrainingParameters {
        keys = List.copyOf(keys);
    }
}
