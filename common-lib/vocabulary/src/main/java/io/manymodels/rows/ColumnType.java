package io.manymodels.rows;

import java.util.Arrays;
import java.util.Locale;

/** What a column's values are. All but {@link #TEXT} are numbers inside {@link PartitionRows}. */
public enum ColumnType {
    /** Whole numbers. */
    INTEGER,
    /** Numbers with a fraction. */
    DOUBLE,
    /** 0 and 1. */
    BOOLEAN,
    /** Text; in the lake UTF-8. */
    TEXT,
    /** Days since 1970-01-01. */
    DATE,
    /** Microseconds since 1970-01-01T00:00 UTC. */
    TIMESTAMP;

    public boolean isText() {
        return this == TEXT;
    }

    /** The name in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a name in JSON. Throws {@link IllegalArgumentException} for others. */
    public static ColumnType of(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire().equals(wire)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Column type [%s] is unknown. Maybe one of %s".formatted(wire, Arrays.toString(values()))));
    }
}
