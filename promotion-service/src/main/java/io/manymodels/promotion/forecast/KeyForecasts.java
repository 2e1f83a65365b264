package io.manymodels.promotion.forecast;

import io.manymodels.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What two models say of the same steps: the horizon that follows the promotion's snapshot.
 *
 * @param key by key column
 * @param time name of the time column
 * @param before by the model that answers for the key in the release before; null where that lacks the key
 * @param candidate by what training made of the key; null where it made nothing, or has forgotten it
 */
record KeyForecasts(UUID promotion, String family, String snapshot, Map<String, Object> key, String time,
        @Nullable ModelForecast before, @Nullable ModelForecast candidate) {

    /**
     * @param model number in the registry that it lies in: production's, or that of the candidates
     * @param algorithm null where the model cannot be read
     * @param rows one a step, with its time, {@code prediction} and the intervals; none where there is a problem
     * @param problem why the model does not answer; null where it does
     */
    record ModelForecast(long model, String rung, @Nullable String algorithm,
            List<Map<String, @Nullable Object>> rows, @Nullable Problem problem) {}
}
