package io.manymodels.scoring.parquet;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** One growing column of values: primitive arrays, no object a row. Not thread-safe. */
public final class ColumnVector implements ParquetColumn {

    private static final int INITIAL = 1024;

    private final String name;
    private final ColumnKind kind;
    private final BitSet nulls = new BitSet();
    private long[] longs = new long[0];
    private double[] doubles = new double[0];
    private @Nullable String[] texts = new String[0];
    private int size;

    public ColumnVector(String name, ColumnKind kind) {
        this.name = name;
        this.kind = kind;
        switch (kind) {
            case DOUBLE -> doubles = new double[INITIAL];
            case TEXT, JSON -> texts = new String[INITIAL];
            case INTEGER, BOOLEAN, DATE, TIMESTAMP -> longs = new long[INITIAL];
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ColumnKind kind() {
        return kind;
    }

    @Override
    public int size() {
        return size;
    }

    public boolean isNull(int row) {
        return nulls.get(row);
    }

    /** The value of an INTEGER, DATE, TIMESTAMP or BOOLEAN (0 or 1) row that is not null. */
    public long longAt(int row) {
        return longs[row];
    }

    /** The value of a DOUBLE row that is not null. */
    public double doubleAt(int row) {
        return doubles[row];
    }

    /** The value of a TEXT or JSON row that is not null. */
    public String textAt(int row) {
        return Objects.requireNonNull(texts[row]);
    }

    /** Drops the values behind the first ones; no effect where there are not more. */
    public void truncate(int rows) {
        if (rows < size) {
            nulls.clear(rows, size);
            size = rows;
        }
    }

    public void addNull() {
        nulls.set(size);
        grow();
        size++;
    }

    public void addLong(long value) {
        grow();
        longs[size++] = value;
    }

    /** NaN counts as missing. */
    public void addDouble(double value) {
        if (Double.isNaN(value)) {
            addNull();
            return;
        }
        grow();
        doubles[size++] = value;
    }

    public void addText(@Nullable String value) {
        if (value == null) {
            addNull();
            return;
        }
        grow();
        texts[size++] = value;
    }

    /** Adds what stands in a row of a column of the same kind. */
    void addFrom(ColumnVector other, int row) {
        if (other.isNull(row)) {
            addNull();
            return;
        }
        switch (kind) {
            case DOUBLE -> addDouble(other.doubleAt(row));
            case TEXT, JSON -> addText(other.textAt(row));
            case INTEGER, BOOLEAN, DATE, TIMESTAMP -> addLong(other.longAt(row));
        }
    }

    public void addBoolean(boolean value) {
        addLong(value ? 1 : 0);
    }

    private void grow() {
        switch (kind) {
            case DOUBLE -> doubles = size < doubles.length ? doubles : Arrays.copyOf(doubles, 2 * size);
            case TEXT, JSON -> texts = size < texts.length ? texts : Arrays.copyOf(texts, 2 * size);
            case INTEGER, BOOLEAN, DATE, TIMESTAMP ->
                longs = size < longs.length ? longs : Arrays.copyOf(longs, 2 * size);
        }
    }
}
