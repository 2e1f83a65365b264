package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.literal;

import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What the statistics in the foot of a Parquet file tell of its columns, without a look at its rows. Where they tell nothing, nothing is known.
 *
 * @param whole columns that every row has a value of
 * @param finite columns whose numbers are all finite
 */
record ColumnFacts(Set<String> whole, Set<String> finite) {

    static ColumnFacts of(Sandbox sandbox, Path file) {
        Set<String> whole = new HashSet<>();
        Set<String> finite = new HashSet<>();
        sandbox.query("""
                SELECT path_in_schema, bool_and(coalesce(stats_null_count = 0, false)),
                       bool_and(coalesce(isfinite(TRY_CAST(stats_min_value AS DOUBLE))
                                         AND isfinite(TRY_CAST(stats_max_value AS DOUBLE)), false))
                FROM parquet_metadata(%s) GROUP BY path_in_schema
                """.formatted(literal(file.toString())), row -> {
            if (row.flag(1)) {
                whole.add(row.requiredText(0));
            }
            if (row.flag(2)) {
                finite.add(row.requiredText(0));
            }
            return true;
        });
        return new ColumnFacts(whole, finite);
    }

    boolean isWhole(OutputColumn column) {
        return whole.contains(column.name());
    }

    boolean isFinite(OutputColumn column) {
        return finite.contains(column.name());
    }
}
