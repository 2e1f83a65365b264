package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the times alone tell is what each row beside the one before tells, where times are ascending; and only there it is asked. */
class PartitionQueryTest {

    private static final FamilySpec SPEC = FamilySpec.read(ShuffleFixture.TIMED).orThrow();
    private static final List<OutputColumn> COLUMNS = List.of(column("k", ColumnRole.KEY), column("t", ColumnRole.TIME),
            column("y", ColumnRole.TARGET));
    /** Keys of 1 to 9 rows. */
    private static final String ROWS = "SELECT k, 100 - 10 * k + i AS t, i * k AS y FROM range(1, 10) keys(k), range(9) rows(i) WHERE i < k";

    @TempDir
    Path folder;

    private static OutputColumn column(String name, ColumnRole role) {
        return new OutputColumn(name, ColumnType.INTEGER, name, role, null);
    }

    private static void create(Statement statement, String table, String select) throws SQLException {
        statement.execute("CREATE OR REPLACE TEMP TABLE %s AS %s".formatted(table, select));
    }

    private static List<String> rows(Statement statement, String select) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var rows = statement.executeQuery(select)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(row.toString());
            }
        }
        return found;
    }

    /** Whether times are ascending; where they are, both ways to the neighbours have come to the same. */
    private boolean areAscending(String select, ColumnFacts facts) throws SQLException {
        Path file = folder.resolve("rows.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (ROW_GROUP_SIZE 2048)".formatted(select, file));
            PartitionQuery query = PartitionQuery.checking(SPEC, COLUMNS, file, facts, new RowOrder(SPEC, COLUMNS));
            create(statement, PartitionQuery.OF_ROWS, query.ofRows());
            create(statement, PartitionQuery.TIMES, query.times());
            boolean ascending = rows(statement, query.areAscending()).equals(List.of("[true]"));
            if (ascending) {
                create(statement, PartitionQuery.OF_NEIGHBOURS, query.ofTimes());
                List<String> ofTimes = rows(statement, query.together());
                create(statement, PartitionQuery.OF_NEIGHBOURS, query.ofNeighbours());
                assertThat(ofTimes).isEqualTo(rows(statement, query.together())).isNotEmpty();
            }
            return ascending;
        }
    }

    private boolean areAscending(String select) throws SQLException {
        return areAscending(select, new ColumnFacts(Set.of(), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "CASE WHEN i % 3 = 0 THEN y END", "CASE WHEN i < 2 THEN y END",
            "CASE WHEN k <> 4 THEN y END",
            "CAST(NULL AS BIGINT)"})
    void timesTellWhatNeighboursDo(String target) throws Exception {
        String select = "SELECT k, t, %s AS y FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY t) - 1 AS i FROM (%s)) ORDER BY k, t"
                .formatted(target, ROWS);

        assertThat(areAscending(select)).isTrue();
    }

    @Test
    void wholeColumnsAreNotCounted() throws Exception {
        assertThat(areAscending(ROWS + " ORDER BY k, t", new ColumnFacts(Set.of("k", "t", "y"), Set.of("k", "t", "y"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k = 4 AND t = 62 THEN 61", "k = 9 AND t = 18 THEN NULL", "k = 7 AND t = 33 THEN 20",
            "k > 3 THEN 1", "true THEN NULL"})
    void neighboursAreAskedWhereTimesAreNotAscending(String change) throws Exception {
        assertThat(areAscending("SELECT k, CASE WHEN %s ELSE t END AS t, y FROM (%s ORDER BY k, t)".formatted(change,
                ROWS))).isFalse();
    }
}
