package io.manymodels.promotion.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key whose model or rung differs between two releases.
 *
 * @param position the canonical text
 * @param place by how much the metric moved; null where it was not measured twice
 * @param before what the earlier release gives it; null where it lacks the key
 * @param after what the later one gives it; null likewise
 */
record ChangedKey(@JsonIgnore String position, @JsonIgnore @Nullable Double place, JsonNode key, @Nullable Side before,
        @Nullable Side after) {

    /** @param error the family's metric; null where it was not measured */
    record Side(String rung, String algorithm, long modelVersion, @Nullable Double error) {}
}
