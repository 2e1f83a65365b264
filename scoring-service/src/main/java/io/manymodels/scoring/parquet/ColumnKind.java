package io.manymodels.scoring.parquet;

import io.manymodels.parquet.ParquetType;
import io.manymodels.rows.ColumnType;
import io.manymodels.sql.SqlIdentifier;

/** What a column holds, and how it is called in Parquet and in PostgreSQL. */
public enum ColumnKind {
    /** Whole numbers of 64 bits. */
    INTEGER("bigint", ParquetType.INTEGER),
    /** IEEE 754 doubles. */
    DOUBLE("double precision", ParquetType.DOUBLE),
    /** Truth values, stored as 0 and 1. */
    BOOLEAN("boolean", ParquetType.BOOLEAN),
    /** Unicode text. */
    TEXT("text", ParquetType.TEXT),
    /** JSON; text in Parquet, which more readers know. */
    JSON("jsonb", ParquetType.TEXT),
    /** Days since 1970-01-01. */
    DATE("date", ParquetType.DATE),
    /** Microseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP("timestamp with time zone", ParquetType.TIMESTAMP);

    private final String sqlType;
    private final ParquetType parquetType;

    ColumnKind(String sqlType, ParquetType parquetType) {
        this.sqlType = sqlType;
        this.parquetType = parquetType;
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

    ParquetType parquetType() {
        return parquetType;
    }
}
