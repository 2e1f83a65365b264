package io.manymodels.scoring.copy;

import io.manymodels.scoring.parquet.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers or dates, each as far from the one before.
 *
 * @param first of them
 * @param stride from one to the next
 */
record Stride(long first, int stride) implements Brief {

    /** The stride of the rows {@code [from, to)}; null where they have none. */
    static @Nullable Stride of(ColumnVector column, int from, int to) {
        if (column.hasNull(from, to)) {
            return null;
        }
        long first = column.longAt(from);
        long stride = to - from < 2 ? 0 : column.longAt(from + 1) - first;
        if (stride != (int) stride) {
            return null;
        }
        for (int row = from + 1; row < to; row++) {
            if (column.longAt(row) - column.longAt(row - 1) != stride) {
                return null;
            }
        }
        return new Stride(first, (int) stride);
    }
}
