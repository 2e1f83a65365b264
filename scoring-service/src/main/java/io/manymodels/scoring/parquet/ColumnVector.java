package io.manymodels.scoring.parquet;

import java.nio.ByteBuffer;
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

    /** The values of DOUBLE rows {@code [from, to)}, none of them null. */
    public double[] doubles(int from, int to) {
        return Arrays.copyOfRange(doubles, from, to);
    }

    /** The value of a TEXT or JSON row that is not null. */
    public String textAt(int row) {
        return Objects.requireNonNull(texts[row]);
    }

    /** Whether a value is missing in the rows {@code [from, to)}. */
    public boolean hasNull(int from, int to) {
        int first = nulls.nextSetBit(from);
        return first >= 0 && first < to;
    }

    /** Whether all values are missing in the rows {@code [from, to)}. */
    public boolean isNull(int from, int to) {
        return nulls.nextClearBit(from) >= to;
    }

    /** Whether a BOOLEAN column says false in all of the rows {@code [from, to)}. */
    public boolean isFalse(int from, int to) {
        for (int row = from; row < to; row++) {
            if (longs[row] != 0) {
                return false;
            }
        }
        return !hasNull(from, to);
    }

    /** Puts the values of an INTEGER, TIMESTAMP or DOUBLE column in the rows {@code [from, to)}, none of them missing. */
    void putAll(int from, int to, ByteBuffer target) {
        if (kind == ColumnKind.DOUBLE) {
            target.asDoubleBuffer().put(doubles, from, to - from);
        } else {
            target.asLongBuffer().put(longs, from, to - from);
        }
        target.position(target.position() + Long.BYTES * (to - from));
    }

    /** Drops the values behind the first ones; no effect where there are not more. */
    public void truncate(int rows) {
        if (rows < size) {
            nulls.clear(rows, size);
            size = rows;
        }
    }

    public void addNull() {
        addNulls(1);
    }

    public void addNulls(int count) {
        grow(count);
        nulls.set(size, size + count);
        size += count;
    }

    /** Adds the first values of an array. */
    public void addLongs(long[] values, int count) {
        grow(count);
        System.arraycopy(values, 0, longs, size, count);
        size += count;
    }

    /** Adds the first numbers of an array; one that is not finite counts as missing. */
    public void addFinite(double[] values, int count) {
        grow(count);
        System.arraycopy(values, 0, doubles, size, count);
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(values[i])) {
                nulls.set(size + i);
            }
        }
        size += count;
    }

    public void addLong(long value) {
        grow(1);
        longs[size++] = value;
    }

    /** NaN counts as missing. */
    public void addDouble(double value) {
        if (Double.isNaN(value)) {
            addNull();
            return;
        }
        grow(1);
        doubles[size++] = value;
    }

    public void addText(@Nullable String value) {
        if (value == null) {
            addNull();
            return;
        }
        grow(1);
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

    private void grow(int count) {
        int needed = Math.addExact(size, count);
        switch (kind) {
            case DOUBLE -> doubles = needed <= doubles.length ? doubles : Arrays.copyOf(doubles, larger(needed));
            case TEXT, JSON -> texts = needed <= texts.length ? texts : Arrays.copyOf(texts, larger(needed));
            case INTEGER, BOOLEAN, DATE, TIMESTAMP ->
                longs = needed <= longs.length ? longs : Arrays.copyOf(longs, larger(needed));
        }
    }

    private int larger(int needed) {
        return Math.max(needed, 2 * size);
    }
}
