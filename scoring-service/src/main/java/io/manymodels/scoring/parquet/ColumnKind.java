package io.manymodels.scoring.parquet;

import io.manymodels.rows.ColumnType;
import io.manymodels.sql.SqlIdentifier;

/** What a column holds, and how it is called in Parquet and in PostgreSQL. */
public enum ColumnKind {
    /** Whole numbers of 64 bits. */
    INTEGER("bigint", 2, -1),
    /** IEEE 754 doubles. */
    DOUBLE("double precision", 5, -1),
    /** Truth values, stored as 0 and 1. */
    BOOLEAN("boolean", 0, -1),
    /** Unicode text. */
    TEXT("text", 6, 0),
    /** JSON; text in Parquet, which more readers know. */
    JSON("jsonb", 6, 0),
    /** Days since 1970-01-01. */
    DATE("date", 1, 6),
    /** Microseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP("timestamp with time zone", 2, 10);

    private final String sqlType;
    private final int physicalType;
    private final int convertedType;

    ColumnKind(String sqlType, int physicalType, int convertedType) {
        this.sqlType = sqlType;
        this.physicalType = physicalType;
        this.convertedType = convertedType;
    }

    /** How a family's column of this type is called here. */
    public static ColumnKind of(ColumnType type) {
        return switch (type) {
            case INTEGER -> INTEGER;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOLEAN;
            case TEXT -> TEXT;
            case DATE -> DATE;
            case TIMESTAMP -> TIMESTAMP;
        };
    }

    /** The PostgreSQL type, as {@code format_type} spells it. */
    public String sqlType() {
        return sqlType;
    }

    /** SQL for a value of a JSON object; instants of keys are in UTC. */
    public String ofJson(String object, String field) {
        String text = "(" + object + " ->> " + SqlIdentifier.literal(field) + ")";
        return this == TIMESTAMP ? text + "::timestamp AT TIME ZONE 'UTC'" : text + "::" + sqlType;
    }

    /** Parquet's {@code Type}. */
    int physicalType() {
        return physicalType;
    }

    /** Parquet's {@code ConvertedType}, -1 for none. */
    int convertedType() {
        return convertedType;
    }
}
