package io.manymodels.parquet;

import io.manymodels.rows.ColumnType;

/** What a column of a file holds, and how Parquet calls it. Source: parquet.thrift of Apache Parquet. */
public enum ParquetType {
    /** Whole numbers of 64 bits. */
    INTEGER(2, -1),
    /** IEEE 754 doubles. */
    DOUBLE(5, -1),
    /** Truth values, a bit each. */
    BOOLEAN(0, -1),
    /** Unicode text. */
    TEXT(6, 0),
    /** Days since 1970-01-01, of 32 bits. */
    DATE(1, 6),
    /** Microseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP(2, 10);

    private final int physical;
    private final int converted;

    ParquetType(int physical, int converted) {
        this.physical = physical;
        this.converted = converted;
    }

    /** How a family's column of this type is written. */
    public static ParquetType of(ColumnType type) {
        return switch (type) {
            case INTEGER -> INTEGER;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOLEAN;
            case TEXT -> TEXT;
            case DATE -> DATE;
            case TIMESTAMP -> TIMESTAMP;
        };
    }

    /** Its {@code Type}. */
    int physical() {
        return physical;
    }

    /** Writes its element of the schema, but for the field's head and end. */
    void describe(ThriftWriter thrift) {
        if (converted >= 0) {
            thrift.i32(6, converted);
        }
        switch (this) {
            case TEXT -> thrift.struct(10).struct(1).end().end();
            case DATE -> thrift.struct(10).struct(6).end().end();
            case TIMESTAMP -> thrift.struct(10).struct(8).bool(1, true)
                    .struct(2).struct(2).end().end().end().end();
            case INTEGER, DOUBLE, BOOLEAN -> {
                // The physical type says it all.
            }
        }
    }
}
