package io.manymodels.promotion.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.manymodels.promotion.rule.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key of a release.
 *
 * @param position the canonical text that orders equal keys
 * @param place what it was sorted by; null without a value
 * @param rung that answers for it
 * @param version of the model, counted for its scope and key
 * @param error the family's metric in the backtest of its model; null where it was not measured
 * @param errorBefore the same in the release before
 * @param rows of the key; null where its snapshot is forgotten
 * @param reasons why its newest candidate was not taken; empty where it was
 */
record FoundKey(@JsonIgnore String position, @JsonIgnore @Nullable Double place, JsonNode key, String rung,
        long modelVersion, int version, String algorithm, @Nullable Double error, @Nullable Double errorBefore,
        @Nullable Long rows, List<Refusal> reasons) {

    FoundKey {
        reasons = List.copyOf(reasons);
    }
}
