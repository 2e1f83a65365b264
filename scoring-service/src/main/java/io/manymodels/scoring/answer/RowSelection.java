package io.manymodels.scoring.answer;

import io.manymodels.rows.PartitionRows;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which rows of a partition are scored: those of a {@link io.manymodels.rows.Horizon}, or some that it has. */
@FunctionalInterface
public interface RowSelection {

    /** The rows to score, possibly none; columns that may not be known are missing in them. */
    PartitionRows select(PartitionRows rows);

    /**
     * Rows as the partition has them.
     *
     * @param unlabelled whether only rows without a target
     * @param after time ordinal behind which rows must lie; null for no bound
     */
    record Existing(boolean unlabelled, @Nullable Long after) implements RowSelection {

        @Override
        public PartitionRows select(PartitionRows rows) {
            if (!unlabelled && after == null) {
                return rows;
            }
            int target = rows.schema().target();
            int[] selected = IntStream.range(0, rows.size())
                    .filter(row -> !unlabelled || target < 0 || rows.isMissing(target, row))
                    .filter(row -> after == null || rows.time(row) > after).toArray();
            return selected.length == rows.size() ? rows : rows.select(selected);
        }
    }
}
