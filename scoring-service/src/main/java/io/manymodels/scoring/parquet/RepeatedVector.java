package io.manymodels.scoring.parquet;

import java.util.Arrays;

/**
 * A growing column whose values stay the same for many rows one after the other: each is held once, with the row where it ends.
 * Not thread-safe.
 */
public final class RepeatedVector implements ParquetColumn {

    private final ColumnVector values;
    private int[] ends = new int[16];

    public RepeatedVector(String name, ColumnKind kind) {
        this.values = new ColumnVector(name, kind);
    }

    @Override
    public String name() {
        return values.name();
    }

    @Override
    public ColumnKind kind() {
        return values.kind();
    }

    @Override
    public int size() {
        return values.size() == 0 ? 0 : ends[values.size() - 1];
    }

    /** The column to which the next value is added, before {@link #repeat} says how often it stands there. */
    public ColumnVector values() {
        return values;
    }

    /** Lets the value that was added last stand in so many rows, at least one. */
    public void repeat(int rows) {
        int place = values.size() - 1;
        if (place == ends.length) {
            ends = Arrays.copyOf(ends, 2 * place);
        }
        ends[place] = Math.addExact(place == 0 ? 0 : ends[place - 1], rows);
    }

    /** The row before which the value at a place ends. */
    public int end(int place) {
        return ends[place];
    }

    /** The value of each row. */
    ColumnVector expanded() {
        ColumnVector rows = new ColumnVector(name(), kind());
        for (int place = 0, row = 0; place < values.size(); place++) {
            for (; row < ends[place]; row++) {
                rows.addFrom(values, place);
            }
        }
        return rows;
    }
}
