package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TABULAR;
import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.partition;
import static io.manymodels.ingestion.partition.ShuffleFixture.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowIdentityTest {

    private static final String WITH_ID = TABULAR + "columns: {id: [ticket]}\n";

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private static long count(ShuffledData data, String where) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM read_parquet('%s') WHERE %s".formatted(data.file(), where))) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void anIdIsPassedThroughAsItIsWritten() throws Exception {
        fixture.rows("ticket,k,y", 90, i -> "%s,%d,%d".formatted("89014103211118510%03d".formatted(i), i % 3, i));

        ShuffledData data = fixture.shuffle(WITH_ID);

        assertThat(column(data, "ticket")).isEqualTo(new Column("ticket", ColumnType.TEXT, ColumnRole.ID));
        assertThat(data.columns()).extracting(Column::name).doesNotContain("source_row");
        assertThat(count(data, "ticket = '89014103211118510' || lpad(y::VARCHAR, 3, '0')")).isEqualTo(90);
        assertThat(warnings(data)).doesNotContain("columns.id");
    }

    @Test
    void theIdIsNoPartOfWhatTrainingSeesButOfTheSnapshot() throws Exception {
        fixture.rows("ticket,k,y", 90, i -> "a%d,%d,%d".formatted(i, i % 3, i));
        ShuffledData before = fixture.shuffle(WITH_ID);
        fixture.rows("ticket,k,y", 90, i -> "b%d,%d,%d".formatted(i, i % 3, i));
        ShuffledData after = fixture.shuffle(WITH_ID);

        String key = "{\"k\":1}";
        assertThat(partition(after, key).fingerprint()).isEqualTo(partition(before, key).fingerprint());
        assertThat(partition(after, key).identity()).isNotEqualTo(partition(before, key).identity());
    }

    @Test
    void repeatedIdsAreReported() throws Exception {
        fixture.rows("ticket,k,y", 90, i -> "%d,%d,%d".formatted(i == 33 ? 30 : i, i % 3, i));

        assertThat(warnings(fixture.shuffle(WITH_ID))).contains("columns.id: [1] rows");
    }

    @Test
    void withoutAnIdARowHasItsNumberInTheSource() throws Exception {
        fixture.rows("k,y", 25_000, i -> "%d,%d".formatted(i * 7919 % 13, i + 1));

        ShuffledData data = fixture.shuffle(TABULAR);

        assertThat(column(data, "source_row")).isEqualTo(
                new Column("source_row", ColumnType.INTEGER, ColumnRole.ID));
        assertThat(count(data, "source_row = y")).isEqualTo(25_000);
    }

    /** Below folders of their own files may have one name, and two of them are rewritten in UTF-8 before it is read. */
    @Test
    void ofSeveralFilesARowHasItsFileAndItsNumberInIt() throws Exception {
        for (String city : List.of("bern", "basel", "zürich")) {
            Files.createDirectories(fixture.landing().resolve(city));
            fixture.text(city + "/flats.csv", lines(city, 3_000),
                    city.equals("bern") ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16);
        }
        fixture.copy("SELECT 1 AS k, 7 AS y", "other.parquet");

        ShuffledData data = fixture.shuffle(TABULAR.replace("rows.csv", "\"*/*.csv\""));

        assertThat(column(data, "source_file")).isEqualTo(new Column("source_file", ColumnType.TEXT, ColumnRole.ID));
        assertThat(count(data, "source_row = y AND source_file = city || '/flats.csv'")).isEqualTo(9_000);
    }

    private static String lines(String city, int count) {
        return "k,y,city\n"
                + IntStream.range(0, count).mapToObj(i -> "%d,%d,%s\n".formatted(i * 7919 % 13, i + 1, city))
                        .collect(Collectors.joining());
    }

    /** Pictures are, for one. */
    @Test
    void aColumnThatIsCalledFilenameIsNotTakenForTheFile() throws Exception {
        for (String file : List.of("one.csv", "two.csv")) {
            fixture.text(file, "k,filename,y\n" + IntStream.range(0, 50)
                    .mapToObj(i -> "%d,cats/%d.png,%d\n".formatted(i % 2, i % 7, i + 1)).collect(Collectors.joining()),
                    StandardCharsets.UTF_8);
        }
        fixture.copy("SELECT i % 3 AS k, 'x.png' AS filename, i + 1 AS y FROM range(50) r(i)",
                "a.parquet");
        fixture.copy("SELECT i % 3 AS k, 'y.png' AS filename, i + 1 AS y FROM range(50) r(i)",
                "b.parquet");

        ShuffledData texts = fixture.shuffle(TABULAR.replace("rows.csv", "\"*.csv\""));
        ShuffledData typed = fixture.shuffle(TABULAR.replace("rows.csv", "\"*.parquet\""));

        assertThat(
                count(texts, "source_row = y AND source_file IN ('one.csv', 'two.csv') AND filename LIKE 'cats/%.png'"))
                .isEqualTo(100);
        assertThat(count(typed, "source_row = y AND source_file IN ('a.parquet', 'b.parquet')")).isEqualTo(100);
    }

    @Test
    void rowsOfParquetFilesHaveTheirFilesToo() throws Exception {
        fixture.copy("SELECT i % 3 AS k, i + 1 AS y FROM range(2000) r(i)", "a.parquet");
        fixture.copy("SELECT i % 3 AS k, i + 1 AS y FROM range(100) r(i)", "b.parquet");

        ShuffledData data = fixture.shuffle(TABULAR.replace("rows.csv", "\"*.parquet\""));

        assertThat(count(data, "source_row = y AND source_file = 'b.parquet'")).isEqualTo(100);
        assertThat(count(data, "source_row = y")).isEqualTo(2_100);
    }

    @Test
    void aSourcesOwnColumnIsNotTakenForTheNumber() throws Exception {
        for (String file : List.of("one.csv", "two.csv")) {
            fixture.text(file, "source_file,k,y,source_row\n" + IntStream.range(0, 50)
                    .mapToObj(i -> "x,%d,%d,t%d\n".formatted(i % 2, i + 1, i)).collect(Collectors.joining()),
                    StandardCharsets.UTF_8);
        }

        ShuffledData one = fixture.shuffle(TABULAR.replace("rows.csv", "one.csv"));
        ShuffledData both = fixture.shuffle(TABULAR.replace("rows.csv", "\"*.csv\""));
        ShuffledData own = fixture.shuffle(TABULAR.replace("rows.csv", "one.csv") + "columns: {id: [source_row]}\n");

        assertThat(count(one, "source_row = y")).isEqualTo(50);
        assertThat(warnings(one)).contains("[source_row] is a name that our own rows have", "columns.id: [source_row]");
        assertThat(count(both, "source_row = y AND source_file IN ('one.csv', 'two.csv')")).isEqualTo(100);
        assertThat(count(own, "source_row = 't' || (y - 1)")).isEqualTo(50);
    }

    @Test
    void rowsThatATransformMakesHaveNoNumberAndAWarningSaysSo() throws Exception {
        fixture.rows("k,y", 50, i -> "%d,%d".formatted(i % 2, i));

        ShuffledData data = fixture.shuffle(TABULAR + "transform: SELECT k, y FROM source\n");

        assertThat(data.columns()).extracting(Column::name).containsExactly("k", "y");
        assertThat(warnings(data)).contains("columns.id: predictions tell keys and no rows");
    }

    @Test
    void aRowWithATimeNeedsNoNumber() throws Exception {
        fixture.rows("k,t,y", 90, i -> "%d,%d,%d".formatted(i % 3, i / 3, i));

        assertThat(fixture.shuffle(TIMED).columns()).extracting(Column::name).containsExactly("k", "t", "y");
    }
}
