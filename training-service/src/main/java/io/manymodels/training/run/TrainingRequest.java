package io.manymodels.training.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of {@code POST /families/{family}/trainings}; an empty object trains what changed in the latest snapshot.
 *
 * @param snapshot null takes the family's latest
 * @param asOf a time as the family's rows have them: rows after it are not seen; null sees all
 * @param retrain changed (the default), failed or all
 * @param keys keys, or parts of keys, to train; null takes all
 */
record TrainingRequest(@Nullable String snapshot, @Nullable JsonNode asOf, @Nullable String retrain,
        @Nullable List<Map<String, Object>> keys) {}
