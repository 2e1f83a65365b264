package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.ingestion.reading.EarlierReading;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.ingestion.reading.SourceReading;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nights in which files came to others: what comes out is what reading all of them gives, to the last bit. */
class AppendedFilesTest {

    private static final String SPEC = """
            family: f
            source: {files: "sales/*"}
            key: [store, item]
            time: t
            target: y
            task: regression
            """;

    @TempDir
    Path temporary;

    private ShuffleFixture fixture;
    /** The nights of the family so far. */
    private final List<ShuffledData> nights = new ArrayList<>();

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(temporary);
        Files.createDirectory(fixture.landing().resolve("sales"));
    }

    private Path file(String name) {
        return fixture.landing().resolve("sales").resolve(name);
    }

    private void text(String name, String content) throws IOException {
        Files.writeString(file(name), content);
    }

    /** Rows of some days for stores A to C, in their order or not. */
    private static String days(int from, int to, String header, boolean shuffled) {
        Random random = new Random(from);
        List<String> rows = new ArrayList<>();
        for (String store : List.of("A", "B", "C")) {
            for (int item = 1; item <= 4; item++) {
                for (int day = from; day < to; day++) {
                    rows.add("%s,%d,2024-%02d-%02d,%d,%.2f".formatted(store, item, 1 + day / 28, 1 + day % 28,
                            random.nextInt(100), random.nextDouble()));
                }
            }
        }
        if (shuffled) {
            Collections.shuffle(rows, random);
        }
        return header + "\n" + String.join("\n", rows) + "\n";
    }

    private static String days(int from, int to) {
        return days(from, to, "store,item,t,y,price", false);
    }

    /** A night as it is, which must be as if all files had been read. */
    private SourceReading night(String spec) throws IOException, SQLException {
        List<Column> earlier = nights.isEmpty() ? List.of() : nights.getLast().columns();
        ShuffledData fresh = fixture.shuffle(spec, earlier);
        ShuffledData night = fixture.shuffle(spec, earlier, new Nights());
        assertThat(night.columns()).isEqualTo(fresh.columns());
        assertThat(night.timeAxis()).isEqualTo(fresh.timeAxis());
        assertThat(night.lastTime()).isEqualTo(fresh.lastTime());
        assertThat(night.rows()).isEqualTo(fresh.rows());
        assertThat(night.profile()).isEqualTo(fresh.profile());
        assertThat(night.partitions()).containsExactlyElementsOf(fresh.partitions());
        assertThat(rows(night.file())).isEqualTo(rows(fresh.file()));
        nights.add(night);
        return Objects.requireNonNull(night.reading());
    }

    /** In the order of the file, but for rows of one key and time, which have none among themselves. */
    private static List<String> rows(Path file) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet found = statement.executeQuery("SELECT CAST(r AS VARCHAR) FROM '%s' r".formatted(file))) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        int from = 0;
        for (int i = 1; i <= rows.size(); i++) {
            if (i == rows.size() || !keyAndTime(rows.get(i)).equals(keyAndTime(rows.get(from)))) {
                Collections.sort(rows.subList(from, i));
                from = i;
            }
        }
        return rows;
    }

    private static String keyAndTime(String row) {
        int target = row.indexOf(", 'y': ");
        return target < 0 ? row : row.substring(0, target);
    }

    /** The nights so far, each named by its place. */
    private final class Nights implements EarlierReadings {

        @Override
        public List<EarlierReading> latest() {
            List<EarlierReading> readings = new ArrayList<>();
            for (int i = nights.size() - 1; i >= 0; i--) {
                SourceReading reading = Objects.requireNonNull(nights.get(i).reading());
                if (reading.columns() != null) {
                    readings.add(new EarlierReading("s" + i, reading.rules(), reading.columns(), reading.objects()));
                }
            }
            return readings;
        }

        @Override
        public void fetch(String snapshot, Path file) {
            try {
                Path rows = nights.get(Integer.parseInt(snapshot.substring(1))).file();
                if (Files.notExists(rows)) {
                    throw ManyModelsException.notFound("object-not-found",
                            "Object [%s] is not there".formatted(snapshot));
                }
                Files.copy(rows, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void assertTaken(SourceReading reading, int read, String snapshot) {
        assertThat(reading.because()).isNull();
        assertThat(reading.read()).isEqualTo(read);
        assertThat(reading.snapshot()).isEqualTo(snapshot);
    }

    private void assertAllRead(SourceReading reading, String because) {
        assertThat(reading.snapshot()).isNull();
        assertThat(reading.read()).isEqualTo(reading.objects().size());
        assertThat(reading.because()).contains(because);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyTheFileOfTheNightIsRead(boolean shuffled) throws Exception {
        text("2024-01.csv", days(0, 40, "store,item,t,y,price", shuffled));
        assertAllRead(night(SPEC), "no snapshot before");
        text("2024-02.csv", days(40, 41, "store,item,t,y,price", shuffled));
        assertTaken(night(SPEC), 1, "s0");
        text("2024-03.csv", days(41, 43, "store,item,t,y,price", shuffled));
        assertTaken(night(SPEC), 1, "s1");
        assertTaken(night(SPEC), 0, "s2");
        assertThat(Objects.requireNonNull(nights.getLast().reading()).objects()).hasSize(3);
    }

    @Test
    void keysComeAndRowsLieBeforeOthersAndHaveNoKeyOrNoTimeOrComeTwice() throws Exception {
        text("b.csv", days(10, 40));
        night(SPEC);
        text("c.csv", """
                store,item,t,y,price
                AA,1,2024-01-05,3,1.5
                0,9,2024-01-06,4,
                C,4,2024-01-02,7,2.5
                Z,1,2024-02-05,3,1.5
                ,2,2024-01-07,1,1.5
                A,2,,1,1.5
                B,1,2024-02-01,,1.5
                B,2,2024-02-01,5,1.5
                """);
        assertTaken(night(SPEC), 1, "s0");
        assertThat(ShuffleFixture.keys(nights.getLast())).hasSize(16);
    }

    @Test
    void aFileBeforeTheOthersIsOneOfTheFirstByWhichColumnsAreTold() throws Exception {
        text("b.csv", days(10, 40));
        night(SPEC);
        text("a.csv", days(5, 10));
        assertTaken(night(SPEC), 1, "s0");
    }

    @Test
    void aCorrectedFileIsReadBesideWhatWasThereBeforeIt() throws Exception {
        text("a.csv", days(0, 40));
        night(SPEC);
        text("b.csv", days(40, 41));
        night(SPEC);
        text("b.csv", days(40, 41).replace("B,1,2024-02-13,", "B,1,2024-02-13,9"));
        assertTaken(night(SPEC), 1, "s0");
    }

    @Test
    void anEditedFileIsReadAgainWithAllOthersEvenWhereItsTimeIsSetBack() throws Exception {
        text("a.csv", days(0, 40));
        night(SPEC);
        FileTime time = Files.getLastModifiedTime(file("a.csv"));
        text("a.csv", days(0, 40).replaceFirst("A,1,2024-01-01,\\d", "A,1,2024-01-01,9"));
        Files.setLastModifiedTime(file("a.csv"), time);
        text("b.csv", days(40, 41));
        assertAllRead(night(SPEC), "[sales/a.csv] was changed since snapshot [s0]");
    }

    @Test
    void aFileThatIsGoneTakesItsRowsAlong() throws Exception {
        text("a.csv", days(0, 40));
        text("b.csv", days(40, 41));
        night(SPEC);
        Files.delete(file("a.csv"));
        assertAllRead(night(SPEC), "[sales/a.csv] of snapshot [s0] is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "store,item,t,y,price\nA,1,2024-02-13,1.5,2\n", "store,item,t,y,price\nA,1,2024-02-13,x,2\n",
            "store,item,t,y,price\nA,x,2024-02-13,1,2\n", "store,item,t,y,price\nA,1,13.02.2024,1,2\n",
            "store,item,t,y,price,more\nA,1,2024-02-13,1,2,7\n", "store,item,t,y\nA,1,2024-02-13,1\n",
            "store,item,t,y,price\nA,1,2024-02-13,1,two\n", "store,item,t,y,price\nA,1,2024-02-13T11:00:00,1,2\n",
            "store,item,t,y,price\nA,01,2024-02-13,1,2\n", "store,item,t,y,price\nA,1,2024-02-13,1,2,3\n"})
    void whatIsReadOtherwiseHasAllFilesRead(String further) throws Exception {
        text("a.csv", days(0, 40));
        night(SPEC);
        text("b.csv", further);
        assertAllRead(night(SPEC), "Snapshot [s0] was not taken from");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "t,price,y,item,store\n2024-02-13,2,1,1,A\n", "store;item;t;y;price\nA;1;2024-02-13;1;2\n",
            "store,item,t,y,price\nA,1,2024-02-13,NA,\n", "store,item,t,y,price\nNA,1,2024-02-13,1,1e3\n",
            "store,item,t,y,price\n\"A,\nB\",1,2024-02-13,1,-0.0\n", "store,item,t,y,price\n",
            "store,item,t,y,price\r\nA,1,2024-02-13,1,2\r\n"})
    void theSameColumnsMayBeWrittenOtherwise(String further) throws Exception {
        text("a.csv", days(0, 40));
        night(SPEC);
        text("b.csv", further);
        night(SPEC);
    }

    @Test
    void umlautsOfAnyEncodingAndPackedFilesComeOutTheSame() throws Exception {
        text("a.csv", days(0, 40).replace("A,", "Ä,"));
        night(SPEC);
        Files.write(file("b.csv"), days(40, 41).replace("A,", "Ä,").getBytes(StandardCharsets.ISO_8859_1));
        assertTaken(night(SPEC), 1, "s0");
        Files.write(file("c.csv"), days(41, 42).replace("A,", "Ä,").getBytes(StandardCharsets.UTF_16));
        assertTaken(night(SPEC), 1, "s1");
        fixture.copy("SELECT * FROM read_csv('%s', types = {'t': 'VARCHAR'})".formatted(file("b.csv").resolveSibling(
                Files.write(temporary.resolve("d.csv"), days(42, 43).getBytes(StandardCharsets.UTF_8)))),
                "sales/d.csv.gz");
        assertTaken(night(SPEC), 1, "s2");
    }

    @Test
    void anEmptyColumnStaysTheTextThatItWas() throws Exception {
        String header = "store,item,t,y,price,note";
        text("a.csv", days(0, 40, header, false).replaceAll("(?m)(\\d)$", "$1,"));
        night(SPEC);
        text("b.csv", days(40, 41, header, false).replaceAll("(?m)(\\d)$", "$1,"));
        assertTaken(night(SPEC), 1, "s0");
        text("c.csv", days(41, 42, header, false).replaceAll("(?m)(\\d)$", "$1,5"));
        assertTaken(night(SPEC), 1, "s1");
    }

    @Test
    void parquetFilesOfTheSameTypesAreNotReadAgain() throws Exception {
        String select = "SELECT s AS store, i AS item, DATE '2024-01-01' + CAST(d AS INTEGER) AS t, CAST((s * 31 + i * 7 + d * 3) %% 50 AS %s) AS y FROM range(3) a(s), range(4) b(i), range(%d, %d) c(d)";
        fixture.copy(select.formatted("INTEGER", 0, 40), "sales/a.parquet");
        night(SPEC);
        fixture.copy(select.formatted("INTEGER", 40, 42), "sales/b.parquet");
        assertTaken(night(SPEC), 1, "s0");
        fixture.copy(select.formatted("DOUBLE", 42, 43), "sales/c.parquet");
        assertAllRead(night(SPEC), "read otherwise");
        fixture.copy(select.formatted("INTEGER", 43, 44), "sales/d.parquet");
        assertTaken(night(SPEC), 1, "s2");
    }

    @Test
    void jsonIsReadWholeAndSaysSo() throws Exception {
        fixture.copy(
                "SELECT s AS store, 1 AS item, DATE '2024-01-01' + CAST(d AS INTEGER) AS t, s + d AS y FROM range(3) a(s), range(40) b(d)",
                "sales/a.json");
        assertAllRead(night(SPEC), "JSON");
        text("b.json", "{\"store\":1,\"item\":1,\"t\":\"2024-03-01\",\"y\":1}\n");
        assertAllRead(night(SPEC), "JSON");
    }

    /** Texts among many numbers count as missing, which all rows together decide. */
    @Test
    void aNightInWhichValuesWereLeftOutIsNotTakenFrom() throws Exception {
        text("a.csv", days(0, 40).replaceFirst("2024-01-05,\\d+", "2024-01-05,none"));
        night(SPEC);
        text("b.csv", days(40, 41));
        assertAllRead(night(SPEC), "to the letter");
    }

    @Test
    void manySlicesAreOneOrder() throws Exception {
        String select = "SELECT s AS store, i AS item, DATE '2020-01-01' + CAST(d AS INTEGER) AS t, hash(s, i, d) %% 1000 AS y, random() AS price FROM range(70) a(s), range(10) b(i), range(%d, %d) c(d) %s";
        fixture.copy(select.formatted(0, 1000, "ORDER BY random()"), "sales/a.parquet");
        night(SPEC);
        fixture.copy(select.formatted(1000, 1001, ""), "sales/b.parquet");
        assertTaken(night(SPEC), 1, "s0");
        fixture.copy(select.formatted(1001, 1002, "WHERE s = 33"), "sales/c.parquet");
        assertTaken(night(SPEC), 1, "s1");
    }

    @Test
    void theSpecAndWhatIsRefusedAndASnapshotThatIsGoneHaveAllFilesRead() throws Exception {
        text("a.csv", days(0, 40));
        night(SPEC);
        text("b.csv", days(40, 41));
        assertAllRead(night(SPEC + "columns: {types: {price: text}}\n"),
                "the spec says otherwise than for snapshot [s0]");
        assertAllRead(night(SPEC + "ingestion: {fullRefresh: true}\n"), "ingestion.fullRefresh");
        assertTaken(night(SPEC + "training: {minimumRows: 100}\n"), 0, "s2");
        assertAllRead(night(SPEC + "transform: SELECT *, sum(y) OVER (PARTITION BY store) AS all_y FROM source\n"),
                "a transform");
        for (ShuffledData night : nights) {
            Files.delete(night.file());
        }
        text("c.csv", days(41, 42));
        assertAllRead(night(SPEC), "is not there. Snapshot [s3] was not taken from");
    }

    @Test
    void aNewFileThatIsDamagedIsNamedAndTheNextNightIsRight() throws Exception {
        text("a.csv", days(0, 40));
        night(SPEC);
        text("b.csv.gz", "no gzip at all");

        assertThatThrownBy(() -> fixture.shuffle(SPEC, List.of(), new Nights())).isInstanceOfSatisfying(
                ManyModelsException.class, e -> assertThat(e.code()).isEqualTo("source-unreadable"))
                .hasMessageContaining("b.csv.gz");

        Files.delete(file("b.csv.gz"));
        text("b.csv", days(40, 41));
        assertTaken(night(SPEC), 1, "s0");
    }

    @Test
    void rowsWithoutTimeAreNamedByTheirIdsOrReadAgain() throws Exception {
        String spec = SPEC.replace("time: t\n", "");
        text("a.csv", days(0, 40));
        night(spec);
        text("b.csv", days(40, 41));
        assertAllRead(night(spec), "named by their places");
        night(spec + "columns: {id: [t]}\n");
        // That night it is read as the text that it became.
        assertAllRead(night(spec + "columns: {id: [t]}\n"), "read otherwise");
        text("c.csv", days(41, 42));
        assertTaken(night(spec + "columns: {id: [t]}\n"), 1, "s3");
    }
}
