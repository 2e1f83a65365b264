package io.manymodels.ingestion.plain;

import io.manymodels.rows.ColumnType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The values of a column in some lines: whole numbers, days since 1970, the bits of doubles, or the numbers of texts in a dictionary; of the rows
 * that have one. Not thread-safe.
 */
final class ColumnValues {

    private final PlainColumn column;
    private final BitSet missing = new BitSet();
    private final TextDictionary texts = new TextDictionary();
    private long[] values;
    private int size;
    private int rows;

    /** @param expected rows, about as many */
    ColumnValues(PlainColumn column, int expected) {
        this.column = column;
        this.values = new long[Math.max(1, expected)];
    }

    PlainColumn column() {
        return column;
    }

    ColumnType type() {
        return column.type();
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
        rows++;
    }

    void addMissing() {
        missing.set(rows++);
    }

    boolean isMissing(int row) {
        return missing.get(row);
    }

    /** All rows, those without a value too. */
    int rows() {
        return rows;
    }

    /** How many rows have a value. */
    int size() {
        return size;
    }

    /** Of the rows that have one; what is behind them means nothing. */
    long[] values() {
        return values;
    }

    TextDictionary texts() {
        return texts;
    }
}
