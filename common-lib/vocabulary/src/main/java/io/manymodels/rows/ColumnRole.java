package io.manymodels.rows;

import java.util.Arrays;
import java.util.Locale;

/** What a column is for. */
public enum ColumnRole {
    /** Part of the partition's key. */
    KEY, TIME, TARGET,
    /** Known for future rows too. */
    KNOWN,
    /** Known after the fact; forecasts see it through lags alone, tabular tasks in the row itself. */
    OBSERVED,
    /** One value a key. */
    STATIC,
    /** Tells which row a prediction is for; passed through, never looked at. */
    ID,
    /** Never looked at. */
    IGNORED;

    /** The name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a name in JSON. Throws {@link IllegalArgumentException} for others. */
    public static ColumnRole of(String wire) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Column role [%s] is unknown. Maybe one of %s".formatted(wire, Arrays.toString(values()))));
    }
}
