package io.manymodels.scoring.copy;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.sql.BulkCopy;
import java.util.List;

/** Writes the rows of keys, with the place of the key and their own before their columns: where nothing is missing column by column. */
public final class RowCopy {

    private static final int BLOCK_ROWS = 256;
    private static final int PLACES = 2;

    private final BulkCopy copy;
    private final List<ColumnVector> columns;
    private final boolean ofFixedLength;
    private final int[] widths;

    public RowCopy(BulkCopy copy, List<ColumnVector> columns) {
        this.copy = copy;
        this.columns = columns;
        this.ofFixedLength = columns.stream()
                .noneMatch(column -> column.kind() == ColumnKind.TEXT || column.kind() == ColumnKind.JSON);
        this.widths = new int[PLACES + columns.size()];
        widths[0] = Integer.BYTES;
        widths[1] = Integer.BYTES;
        for (int i = 0; i < columns.size(); i++) {
            widths[PLACES + i] = switch (columns.get(i).kind()) {
                case INTEGER, DOUBLE, TIMESTAMP -> Long.BYTES;
                case DATE -> Integer.BYTES;
                case BOOLEAN -> 1;
                case TEXT, JSON -> 0;
            };
        }
    }

    /** Writes the rows {@code [begin, end)} of the columns, which are those of one key. */
    public void write(int sequence, int begin, int end) {
        for (int from = begin; from < end; from += BLOCK_ROWS) {
            int first = from;
            int last = Math.min(end, from + BLOCK_ROWS);
            if (ofFixedLength && columns.stream().noneMatch(column -> column.hasNull(first, last))) {
                writeBlock(sequence, begin, first, last);
            } else {
                for (int row = first; row < last; row++) {
                    copy.row().int4(sequence).int4(row - begin);
                    for (ColumnVector column : columns) {
                        write(copy, column, row);
                    }
                }
            }
        }
    }

    private void writeBlock(int sequence, int begin, int from, int to) {
        BulkCopy.FixedRows rows = copy.fixed(to - from, widths);
        for (int row = from; row < to; row++) {
            rows.int4(0, row - from, sequence);
            rows.int4(1, row - from, row - begin);
        }
        for (int i = 0; i < columns.size(); i++) {
            writeColumn(rows, PLACES + i, columns.get(i), from, to);
        }
    }

    private static void writeColumn(BulkCopy.FixedRows rows, int field, ColumnVector column, int from, int to) {
        switch (column.kind()) {
            case DOUBLE -> {
                for (int row = from; row < to; row++) {
                    rows.float8(field, row - from, column.doubleAt(row));
                }
            }
            case DATE -> {
                for (int row = from; row < to; row++) {
                    rows.date(field, row - from, column.longAt(row));
                }
            }
            case INTEGER -> {
                for (int row = from; row < to; row++) {
                    rows.int8(field, row - from, column.longAt(row));
                }
            }
            case TIMESTAMP -> {
                for (int row = from; row < to; row++) {
                    rows.timestampMicros(field, row - from, column.longAt(row));
                }
            }
            case BOOLEAN -> {
                for (int row = from; row < to; row++) {
                    rows.bool(field, row - from, column.longAt(row) != 0);
                }
            }
            case TEXT, JSON -> throw new IllegalArgumentException("Texts have no fixed length");
        }
    }

    /** Writes a value of a column as the next of a row. */
    public static void write(BulkCopy copy, ColumnVector column, int row) {
        if (column.isNull(row)) {
            copy.none();
            return;
        }
        switch (column.kind()) {
            case INTEGER -> copy.int8(column.longAt(row));
            case DOUBLE -> copy.float8(column.doubleAt(row));
            case BOOLEAN -> copy.bool(column.longAt(row) != 0);
            case TEXT -> copy.text(column.textAt(row));
            case JSON -> copy.jsonb(column.textAt(row));
            case DATE -> copy.date(column.longAt(row));
            case TIMESTAMP -> copy.timestampMicros(column.longAt(row));
        }
    }
}
