package io.manymodels.scoring.copy;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.sql.BulkCopy;
import java.util.Collection;
import java.util.List;

/**
 * Writes the rows of keys as blocks: a block is a row of the table, that holds as many rows of a key, one after the other, as fit into a
 * page, each column as an array. Its fields are the key's sequence, the place of its first row among those of the key, how many rows it
 * has, and the arrays, whose subscripts are the places of the rows. An array is NULL where all its values are, and where all its
 * truth values are false.
 */
public final class BlockCopy {

    /** Of a tuple that has a page of 8,192 bytes to itself. */
    static final int PAGE_BYTES = 8160;
    /** Header, sequence, place and count. */
    private static final int BLOCK_BYTES = 48;
    /** Header of an array, and what aligns it. */
    private static final int ARRAY_BYTES = 40;
    /** Header of a text in an array, and what aligns it. */
    private static final int TEXT_BYTES = 8;
    /** To find a text in an array is to pass all before it. */
    private static final int MOST_TEXTS = 64;
    private static final int FEWEST_ROWS = 8;

    private final BulkCopy copy;
    private final List<ColumnVector> columns;
    private final List<ColumnVector> texts;
    private final int rowsOfPage;
    private final int bytesOfRow;

    /** @param columns of rows, in the order of the arrays */
    public BlockCopy(BulkCopy copy, List<ColumnVector> columns) {
        this.copy = copy;
        this.columns = columns;
        this.texts = columns.stream().filter(column -> isText(column.kind())).toList();
        List<ColumnKind> told = columns.stream()
                .filter(column -> column.kind() != ColumnKind.BOOLEAN || !column.isFalse(0, column.size()))
                .map(ColumnVector::kind).toList();
        this.rowsOfPage = rowsOfPage(told);
        this.bytesOfRow = bytesOfRow(told);
    }

    /** Whether rows of these columns are narrow enough for a block to hold some of them. */
    public static boolean isWorthwhile(Collection<ColumnKind> columns) {
        return rowsOfPage(columns) >= FEWEST_ROWS;
    }

    private static int rowsOfPage(Collection<ColumnKind> columns) {
        // A bit of each value says whether it is there.
        int most = 8 * bytesOfValues(columns.size()) / (8 * bytesOfRow(columns) + columns.size());
        return columns.stream().anyMatch(BlockCopy::isText) ? Math.min(most, MOST_TEXTS) : most;
    }

    /** What a page has for the values of so many arrays. */
    private static int bytesOfValues(int arrays) {
        return PAGE_BYTES - BLOCK_BYTES - ARRAY_BYTES * arrays;
    }

    private static int bytesOfRow(Collection<ColumnKind> columns) {
        return columns.stream().mapToInt(kind -> switch (kind) {
            case INTEGER, DOUBLE, TIMESTAMP -> Long.BYTES;
            case DATE -> Integer.BYTES;
            case BOOLEAN -> 1;
            case TEXT, JSON -> TEXT_BYTES;
        }).sum();
    }

    private static boolean isText(ColumnKind kind) {
        return kind == ColumnKind.TEXT || kind == ColumnKind.JSON;
    }

    /** Writes the rows {@code [begin, end)} of the columns, which are those of one key. */
    public void write(int sequence, int begin, int end) {
        for (int from = begin; from < end;) {
            int to = end(from, end);
            copy.row().int4(sequence).int4(from - begin).int4(to - from);
            for (ColumnVector column : columns) {
                write(column, from - begin, from, to);
            }
            from = to;
        }
    }

    /** The row before which the block ends that begins with one. Texts are counted as if they were ASCII: a block that is too long is cut by PostgreSQL. */
    private int end(int from, int end) {
        int most = Math.min(end, from + Math.max(1, rowsOfPage));
        if (texts.isEmpty()) {
            return most;
        }
        long free = bytesOfValues(columns.size());
        for (int to = from; to < most; to++) {
            free -= bytesOfRow + 1L;
            for (ColumnVector column : texts) {
                free -= column.isNull(to) ? 0 : length(column, to);
            }
            if (free < 0 && to > from) {
                return to;
            }
        }
        return most;
    }

    /** JSON is longer in its binary form, as numbers are. */
    private static long length(ColumnVector column, int row) {
        long length = column.textAt(row).length();
        return column.kind() == ColumnKind.JSON ? length + length / 2 : length;
    }

    private void write(ColumnVector column, int first, int from, int to) {
        if (column.kind() == ColumnKind.BOOLEAN ? column.isFalse(from, to) : column.isNull(from, to)) {
            copy.none();
        } else if (isText(column.kind()) || column.hasNull(from, to)) {
            copy.array(element(column.kind()), first, to - from, row -> RowCopy.write(copy, column, from + row));
        } else {
            write(copy.fixedArray(element(column.kind()), first, to - from), column, from, to);
        }
    }

    private static void write(BulkCopy.FixedArray values, ColumnVector column, int from, int to) {
        switch (column.kind()) {
            case DOUBLE -> {
                for (int row = from; row < to; row++) {
                    values.float8(row - from, column.doubleAt(row));
                }
            }
            case DATE -> {
                for (int row = from; row < to; row++) {
                    values.date(row - from, column.longAt(row));
                }
            }
            case INTEGER -> {
                for (int row = from; row < to; row++) {
                    values.int8(row - from, column.longAt(row));
                }
            }
            case TIMESTAMP -> {
                for (int row = from; row < to; row++) {
                    values.timestampMicros(row - from, column.longAt(row));
                }
            }
            case BOOLEAN -> {
                for (int row = from; row < to; row++) {
                    values.bool(row - from, column.longAt(row) != 0);
                }
            }
            case TEXT, JSON -> throw new IllegalArgumentException("Texts have no fixed length");
        }
    }

    private static BulkCopy.Element element(ColumnKind kind) {
        return switch (kind) {
            case INTEGER -> BulkCopy.Element.INT8;
            case DOUBLE -> BulkCopy.Element.FLOAT8;
            case BOOLEAN -> BulkCopy.Element.BOOL;
            case TEXT -> BulkCopy.Element.TEXT;
            case JSON -> BulkCopy.Element.JSONB;
            case DATE -> BulkCopy.Element.DATE;
            case TIMESTAMP -> BulkCopy.Element.TIMESTAMPTZ;
        };
    }
}
