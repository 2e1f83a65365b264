package io.manymodels.ingestion.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against what DuckDB reads from the same file. */
class PlainCsvTest {

    private static final List<PlainColumn> COLUMNS = List.of(new PlainColumn("n", ColumnType.INTEGER, true),
            new PlainColumn("x", ColumnType.DOUBLE, false), new PlainColumn("d", ColumnType.DATE, false),
            new PlainColumn("s", ColumnType.TEXT, true));
    private static final String HEADER = "n,x,d,s\n";
    private static final List<String> ORDER = List.of("d", "s", "n", "x");
    private static final String SELECTED = "SELECT CAST(d AS VARCHAR), s, CAST(n AS VARCHAR), CAST(x AS VARCHAR) FROM ";

    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private boolean write(Path csv) {
        return new PlainCsv(csv, COLUMNS).write(ORDER, folder.resolve("rows.parquet"), 2, () -> false);
    }

    private static List<List<String>> query(String sql) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement();
                var rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                found.add(row);
            }
        }
        return found;
    }

    private List<List<String>> written() throws SQLException {
        return query(SELECTED + "read_parquet('%s', file_row_number = true) ORDER BY file_row_number".formatted(
                folder.resolve("rows.parquet")));
    }

    /** What DuckDB makes of it, types told. */
    private static List<List<String>> read(Path csv) throws SQLException {
        String words = PlainCsv.MISSING.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
        return query(SELECTED
                + "(SELECT d, x, CASE WHEN s NOT IN (%1$s) THEN s END AS s, CASE WHEN n NOT IN (%1$s) THEN CAST(n AS BIGINT) END AS n FROM read_csv('%2$s', header = true, quote = '\"', types = {n: 'VARCHAR', x: 'DOUBLE', d: 'DATE', s: 'VARCHAR'}))"
                        .formatted(words, csv));
    }

    private void assertReadAsByDuckDb(String text) throws Exception {
        Path csv = csv(text);

        assertThat(write(csv)).isTrue();
        assertThat(written()).isEqualTo(read(csv)).isNotEmpty();
    }

    private static String line(int i) {
        return "%s,%s,%s,%s".formatted(i % 11 == 0 ? "" : i % 13 == 0 ? "NA" : String.valueOf((i - 500) * 7919L * i),
                i % 7 == 0 ? "" : "%s%d.%0" + (1 + i % 9) + "d", i % 17 == 0
                        ? ""
                        : "20%02d-%02d-%02d".formatted(
                                i % 90, 1 + i % 12, 1 + i % 28),
                i % 5 == 0 ? "" : i % 19 == 0 ? "null" : "Größe " + i % 100)
                .formatted(i % 3 == 0 ? "-" : "", i % 1000, i % 10);
    }

    private static String lines(int count, String end) {
        return IntStream.range(0, count).mapToObj(PlainCsvTest::line).collect(Collectors.joining(end));
    }

    @Test
    void readsSeveralSlices() throws Exception {
        assertReadAsByDuckDb(HEADER + lines(30_000, "\n"));
    }

    @Test
    void readsOtherSeparatorsAndEndsOfLines() throws Exception {
        assertReadAsByDuckDb((HEADER + lines(500, "\n") + "\n").replace("\n", "\r\n"));
        assertReadAsByDuckDb((HEADER + lines(500, "\n")).replace("\n", "\r\n"));
        assertReadAsByDuckDb((HEADER + lines(500, "\n")).replace(',', ';'));
        assertReadAsByDuckDb((HEADER + lines(500, "\n")).replace(',', '\t'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,0,2024-02-29,a", "-1,-0.0,1999-12-31,b",
            "999999999999999999,123456789.123456,2024-01-01,c",
            "1,0.1234567890123456789,2024-01-01,d", "1,98765432109876543210.5,2024-01-01,e", "1,5,2024-01-01,it's"})
    void readsWhatIsPlain(String line) throws Exception {
        assertReadAsByDuckDb(HEADER + "7,1.5,2024-01-01,x\n" + line + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"007,1,2024-01-01,a", "+7,1,2024-01-01,a", "-0,1,2024-01-01,a", " 7,1,2024-01-01,a",
            "7 ,1,2024-01-01,a", "1_000,1,2024-01-01,a", "1e3,1,2024-01-01,a", "0.5,1,2024-01-01,a",
            "9999999999999999999,1,2024-01-01,a", "x,1,2024-01-01,a", "-,1,2024-01-01,a", "7,NA,2024-01-01,a",
            "7,1e3,2024-01-01,a", "7,nan,2024-01-01,a", "7,.5,2024-01-01,a", "7,5.,2024-01-01,a",
            "7,1.2.3,2024-01-01,a", "7,01.5,2024-01-01,a", "7,1,2024-1-01,a", "7,1,2023-02-29,a",
            "7,1,2024-13-01,a", "7,1,0024-01-01,a", "7,1,infinity,a", "7,1,2024-01-01 00:00:00,a",
            "7,1,2024-01-01,\"a\"", "7,1,2024-01-01, a", "7,1,2024-01-01,a ", "7,1,2024-01-01,a#b",
            "7,1,2024-01-01,a\\b", "7,1,2024-01-01", "7,1,2024-01-01,a,b", "", "7,1,2024-01-01,a\r",
            "\"7\",1,2024-01-01,a",
            "#7,1,2024-01-01,a"})
    void leavesAllElseToOthers(String line) throws Exception {
        Path csv = csv(HEADER + lines(20_000, "\n") + "\n" + line + "\n" + lines(50, "\n"));

        assertThat(write(csv)).isFalse();
        assertThat(folder.resolve("rows.parquet")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n,x,d,s", "n,x,d,s\n", "a preamble\nn,x,d,s\n1,1,2024-01-01,a\n",
            "n,x,d\n1,1,2024-01-01\n",
            "\"n\",x,d,s\n1,1,2024-01-01,a\n", "\uFEFFn,x,d,s\n1,1,2024-01-01,a\n"})
    void leavesOtherHeadersAndFilesWithoutRowsToOthers(String text) throws Exception {
        assertThat(write(csv(text))).isFalse();
    }

    @Test
    void leavesWhatIsNotUtf8ToOthers() throws Exception {
        Path csv = Files.write(folder.resolve("rows.csv"),
                (HEADER + "7,1,2024-01-01,Größe\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(write(csv)).isFalse();
    }

    @Test
    void endsWhenItIsStopped() throws Exception {
        assertThat(new PlainCsv(csv(HEADER + lines(100, "\n")), COLUMNS).write(ORDER, folder.resolve("rows.parquet"), 1,
                () -> true)).isFalse();
        assertThat(folder.resolve("rows.parquet")).doesNotExist();
    }

    @Test
    void tellsHowManyValuesAreMissingAndBetweenWhichTheyLie() throws Exception {
        write(csv(HEADER + "7,-0.0,2024-01-01,a\n-3,,2024-01-03,b\nNA,2.5,2024-01-02,\n"));

        assertThat(query(
                "SELECT path_in_schema, stats_null_count, stats_min_value, stats_max_value FROM parquet_metadata('%s')"
                        .formatted(folder.resolve("rows.parquet"))))
                .extracting(List::toString).containsExactly(
                        "[d, 0, 2024-01-01, 2024-01-03]", "[s, 1, null, null]", "[n, 1, -3, 7]",
                        "[x, 1, -0.0, 2.5]");
    }
}
