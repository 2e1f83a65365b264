package io.manymodels.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a model says what it says of some rows.
 *
 * @param rows one a row; empty where the model does not tell
 * @param unexplained why it does not; null where it does
 */
public record Explanations(List<Explanation> rows, @Nullable String unexplained) {

    public Explanations {
        rows = List.copyOf(rows);
    }

    /** A row's explanation as JSON has it, or {@code unexplained} with the reason. */
    public Map<String, Object> asMap(int row) {
        return unexplained == null ? rows.get(row).asMap() : Map.of("unexplained", unexplained);
    }
}
