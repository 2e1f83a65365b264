package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.rows.ColumnRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of an earlier sorted file and further ones, in one order. The earlier file is cut between keys into slices that are
 * sorted in memory one after the other, each with the further rows that belong there: all rows at once would be sorted on the disk.
 */
final class MergedRows {

    /** Four row groups. */
    private static final long SLICE_ROWS = 262_144;
    /** Each of them is a part of one statement. */
    private static final long MOST_SLICES = 500;
    private static final String SLICES = identifier("many-models slices");
    private static final String ADDED = identifier("many-models added");
    private static final String FIRST = identifier("many-models first");
    private static final String BEGINS = identifier("many-models begins");
    private static final String SLICE = identifier("many-models slice");

    private final Sandbox sandbox;
    private final Path earlier;
    private final RowOrder order;
    private final String columns;
    private final String keys;

    MergedRows(Sandbox sandbox, List<OutputColumn> columns, RowOrder order, Path earlier) {
        this.sandbox = sandbox;
        this.earlier = earlier;
        this.order = order;
        this.columns = columns.stream().map(OutputColumn::quoted).collect(Collectors.joining(", "));
        this.keys = DuckDbShuffle.withRole(columns, ColumnRole.KEY).stream().map(OutputColumn::quoted)
                .collect(Collectors.joining(", "));
    }

    /**
     * SQL for all rows in their order.
     *
     * @param added SELECT of the further rows
     */
    String with(String added) {
        long rows = sandbox.first("SELECT count(*) FROM " + SortedFile.read(earlier), row -> row.integer(0))
                .orElse(0L);
        List<Long> bounds = new ArrayList<>(List.of(0L));
        bounds.addAll(cut(Math.max(SLICE_ROWS, rows / MOST_SLICES)));
        bounds.add(rows);
        Set<Long> touched = place(added);
        List<String> slices = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            slices.add("(%s)".formatted(slice(i, bounds.get(i), bounds.get(i + 1), touched.contains((long) i))));
        }
        return String.join(" UNION ALL ", slices);
    }

    /** Where slices begin, but for the first. */
    private List<Long> cut(long size) {
        sandbox.execute("""
                CREATE OR REPLACE TEMP TABLE %1$s AS
                SELECT %2$s, %3$s FROM (SELECT %2$s, min(file_row_number) AS %3$s FROM %4$s GROUP BY %2$s)
                QUALIFY %3$s // %5$d > lag(%3$s) OVER (ORDER BY %3$s) // %5$d
                """.formatted(SLICES, keys, FIRST, SortedFile.read(earlier), size));
        return sandbox.query("SELECT %1$s FROM %2$s ORDER BY %1$s".formatted(FIRST, SLICES), row -> row.integer(0));
    }

    /** Takes in the further rows, each with the number of its slice; returns those numbers. */
    private Set<Long> place(String added) {
        sandbox.execute("""
                CREATE OR REPLACE TEMP TABLE %1$s AS
                SELECT %2$s, %3$s
                FROM (SELECT %2$s, %4$s, CAST(sum(%4$s) OVER (ORDER BY %5$s, %4$s DESC ROWS UNBOUNDED PRECEDING) AS BIGINT) AS %3$s
                      FROM (SELECT *, 0 AS %4$s FROM (%6$s) UNION ALL BY NAME SELECT %5$s, 1 AS %4$s FROM %7$s))
                WHERE %4$s = 0 ORDER BY %3$s
                """.formatted(ADDED, columns, SLICE, BEGINS, keys, added, SLICES));
        return new HashSet<>(sandbox.query("SELECT DISTINCT %s FROM %s".formatted(SLICE, ADDED),
                row -> row.integer(0)));
    }

    private String slice(int number, long from, long to, boolean touched) {
        String rows = "SELECT %s FROM %s WHERE file_row_number >= %d AND file_row_number < %d".formatted(columns,
                SortedFile.read(earlier), from, to);
        return touched
                ? "SELECT %1$s FROM (%2$s UNION ALL SELECT %1$s FROM %3$s WHERE %4$s = %5$d) ORDER BY %6$s".formatted(
                        columns, rows, ADDED, SLICE, number, order.by())
                : rows;
    }
}
