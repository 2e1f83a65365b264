package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.rows.ColumnRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The order of the rows in the sorted file: by key, then time. Of a source whose beginning is in that order already all rows
 * are written as they come, which takes half as long; {@link PartitionQuery} then looks whether the order holds to the end.
 */
record RowOrder(FamilySpec spec, List<OutputColumn> columns) {

    /** Of the beginning of a source. */
    private static final int SAMPLE_ROWS = 20_480;
    /** Rows of a key that the beginning has at least, in the mean: by time alone it would be in order as well, up to the second time. */
    private static final int LEAST_ROWS = 2;

    /** SQL of the columns to sort by. */
    String by() {
        List<String> order = new ArrayList<>(List.of(keys()));
        if (spec.time() != null) {
            order.add(identifier(spec.time().column()));
        } else {
            // Without a time some order must make the same rows the same file.
            order.add(DuckDbShuffle.rowHash(DuckDbShuffle.content(columns), ""));
            DuckDbShuffle.withRole(columns, ColumnRole.ID).forEach(column -> order.add(column.quoted()));
        }
        return String.join(", ", order);
    }

    private String keys() {
        return spec.key().stream().map(SqlText::identifier).collect(Collectors.joining(", "));
    }

    /** Whether the first rows of a SELECT of the columns are in order, and seem to come by key. */
    boolean isLikely(Sandbox sandbox, String select) {
        return spec.time() != null && sandbox.first("""
                SELECT bool_and(rank >= before), max(key) * %d <= count(*)
                FROM (SELECT rank, key, lag(rank, 1, 0) OVER (ORDER BY place) AS before
                      FROM (SELECT place, rank() OVER (ORDER BY %s) AS rank, dense_rank() OVER (ORDER BY %s) AS key
                            FROM (SELECT *, row_number() OVER () AS place FROM (%s LIMIT %d))))
                """.formatted(LEAST_ROWS, by(), keys(), select, SAMPLE_ROWS), row -> row.flag(0) && row.flag(1))
                .orElse(false);
    }

    /** SQL for whether a partition, one of all, does not lie in the file where it should, or has rows before earlier ones. */
    String misplaced(String first, String rows, String backwards) {
        return "(%3$s > 0 OR %1$s <> sum(%2$s) OVER (ORDER BY %4$s ROWS UNBOUNDED PRECEDING) - %2$s)".formatted(first,
                rows, backwards, keys());
    }
}
