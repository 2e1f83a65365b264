package io.manymodels.scoring.copy;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.sql.BulkCopy;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of keys as blocks: a block is a row of the table, that holds as many rows of a key, one after the other, as fit into a
 * page, each column as an array. Its fields are the key's sequence, the place of its first row among those of the key, how many rows it
 * has, and the arrays, whose subscripts are the places of the rows. An array is NULL where all its values are, where all its
 * truth values are false, and where the column is told by less: behind the array of a {@link BlockForm#STRIDE} stand the first value and
 * the stride, behind that of a {@link BlockForm#LINE} slope, offset, step and the steps of the rows, which are NULL where the array is not.
 */
public final class BlockCopy {

    /** Of a tuple that has a page of 8,192 bytes to itself. */
    static final int PAGE_BYTES = 8160;
    /** Header, sequence, place and count. */
    private static final int BLOCK_BYTES = 48;
    /** Header of an array, and what aligns it. */
    private static final int ARRAY_BYTES = 40;
    /** First value and stride, or slope, offset, step and the header of the steps, and what aligns them. */
    private static final int BRIEF_BYTES = 40;
    /** Header of a text in an array, and what aligns it. */
    private static final int TEXT_BYTES = 8;
    /** To find a text in an array is to pass all before it. */
    private static final int MOST_TEXTS = 64;
    private static final int FEWEST_ROWS = 8;

    private final BulkCopy copy;
    private final List<ColumnVector> columns;
    private final List<BlockForm> forms;
    private final @Nullable ColumnVector lineOf;
    private final List<ColumnVector> texts;
    /** Columns that are false in all rows have no array. */
    private final boolean[] untold;

    /**
     * @param columns of rows, in the order of the arrays
     * @param forms that they may have
     * @param lineOf whose straight lines others are; null where none may be
     */
    public BlockCopy(BulkCopy copy, List<ColumnVector> columns, List<BlockForm> forms, @Nullable ColumnVector lineOf) {
        this.copy = copy;
        this.columns = columns;
        this.forms = forms;
        this.lineOf = lineOf;
        this.texts = columns.stream().filter(column -> isText(column.kind())).toList();
        this.untold = new boolean[columns.size()];
        for (int c = 0; c < untold.length; c++) {
            ColumnVector column = columns.get(c);
            untold[c] = column.kind() == ColumnKind.BOOLEAN && column.isFalse(0, column.size());
        }
    }

    /** Whether rows of these columns are narrow enough for a block to hold some of them. */
    public static boolean isWorthwhile(Collection<ColumnKind> columns) {
        return rowsOfPage(columns.size(), bytesOfRow(columns), PAGE_BYTES - BLOCK_BYTES) >= FEWEST_ROWS;
    }

    /**
     * @param arrays that a block has
     * @param bytesOfRow in them and beside them
     * @param free what the page has for them
     */
    private static int rowsOfPage(int arrays, int bytesOfRow, int free) {
        // A bit of each value says whether it is there.
        return 8 * (free - ARRAY_BYTES * arrays) / (8 * bytesOfRow + arrays);
    }

    private static int bytesOfRow(Collection<ColumnKind> columns) {
        return columns.stream().mapToInt(BlockCopy::bytesOfValue).sum();
    }

    private static int bytesOfValue(ColumnKind kind) {
        return switch (kind) {
            case INTEGER, DOUBLE, TIMESTAMP -> Long.BYTES;
            case DATE -> Integer.BYTES;
            case BOOLEAN -> 1;
            case TEXT, JSON -> TEXT_BYTES;
        };
    }

    private static boolean isText(ColumnKind kind) {
        return kind == ColumnKind.TEXT || kind == ColumnKind.JSON;
    }

    /** Writes the rows {@code [begin, end)} of the columns, which are those of one key. */
    public void write(int sequence, int begin, int end) {
        for (int from = begin; from < end;) {
            // As many rows as fit if all is brief that may be; fewer where it is not.
            boolean[] brief = new boolean[columns.size()];
            for (int c = 0; c < brief.length; c++) {
                brief[c] = forms.get(c) != BlockForm.ARRAY;
            }
            int to = end(from, end, brief);
            @Nullable
            Brief[] told = new Brief[columns.size()];
            for (int c = 0; c < brief.length; c++) {
                told[c] = brief(c, from, to);
                brief[c] = told[c] != null || columns.get(c).isNull(from, to);
            }
            to = end(from, to, brief);
            copy.row().int4(sequence).int4(from - begin).int4(to - from);
            for (int c = 0; c < brief.length; c++) {
                write(c, told[c], from - begin, from, to);
            }
            from = to;
        }
    }

    private @Nullable Brief brief(int column, int from, int to) {
        return switch (forms.get(column)) {
            case ARRAY -> null;
            case STRIDE -> Stride.of(columns.get(column), from, to);
            case LINE -> lineOf == null ? null : Line.through(lineOf, columns.get(column), from, to);
        };
    }

    /**
     * The row before which the block ends that begins with one. Texts are counted as if they were ASCII: a block that is too long is cut
     * by PostgreSQL.
     *
     * @param brief columns that have no array
     */
    private int end(int from, int end, boolean[] brief) {
        int arrays = 0;
        int bytesOfRow = 0;
        int free = PAGE_BYTES - BLOCK_BYTES;
        for (int c = 0; c < brief.length; c++) {
            if (brief[c]) {
                free -= BRIEF_BYTES;
                bytesOfRow += forms.get(c) == BlockForm.LINE ? 1 : 0;
            } else if (!untold[c]) {
                arrays++;
                bytesOfRow += bytesOfValue(columns.get(c).kind());
            }
        }
        int rows = Math.max(1, rowsOfPage(arrays, bytesOfRow, free));
        int most = Math.min(end, from + (texts.isEmpty() ? rows : Math.min(rows, MOST_TEXTS)));
        if (texts.isEmpty()) {
            return most;
        }
        long left = free - (long) ARRAY_BYTES * arrays;
        for (int to = from; to < most; to++) {
            left -= bytesOfRow + 1L;
            for (ColumnVector column : texts) {
                left -= column.isNull(to) ? 0 : length(column, to);
            }
            if (left < 0 && to > from) {
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

    private void write(int place, @Nullable Brief told, int first, int from, int to) {
        ColumnVector column = columns.get(place);
        if (told == null) {
            writeArray(column, first, from, to);
        } else {
            copy.none();
        }
        switch (forms.get(place)) {
            case ARRAY -> {
                // It was all.
            }
            case STRIDE -> write(column.kind(), (Stride) told);
            case LINE -> write((Line) told, to - from);
        }
    }

    private void write(ColumnKind kind, @Nullable Stride stride) {
        if (stride == null) {
            copy.none().none();
        } else if (kind == ColumnKind.DATE) {
            copy.date(stride.first()).int4(stride.stride());
        } else {
            copy.int8(stride.first()).int4(stride.stride());
        }
    }

    private void write(@Nullable Line line, int rows) {
        if (line == null) {
            copy.none().none().none().none();
        } else {
            copy.float8(line.slope()).float8(line.offset()).float8(line.step()).bytes(line.steps(), rows);
        }
    }

    private void writeArray(ColumnVector column, int first, int from, int to) {
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
