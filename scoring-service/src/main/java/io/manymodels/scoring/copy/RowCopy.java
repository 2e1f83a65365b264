package io.manymodels.scoring.copy;

import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.sql.BulkCopy;

/** Writes the values of columns row by row. */
public final class RowCopy {

    private RowCopy() {}

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
