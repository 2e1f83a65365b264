package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TABULAR;
import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuckDbShuffleTest {

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private ShuffledData shuffle(String spec) throws IOException {
        return fixture.shuffle(spec);
    }

    private void rows(String header, int count, IntFunction<String> row) throws IOException {
        fixture.rows(header, count, row);
    }

    private static @Nullable String reason(ShuffledData data, String key) {
        return partition(data, key).verdict().code();
    }

    @Test
    void sortsByKeyThenTimeAndDescribesEachPartition() throws Exception {
        rows("k,t,y,region,x", 90, i -> "%s,2020-01-%02d,%d,%s,%s".formatted("cab".charAt(i % 3), 30 - i / 3, i,
                i % 3 == 0 ? "north" : "south", i % 7 == 0 ? "" : i * 0.5));

        ShuffledData data = shuffle(TIMED);

        assertThat(data.rows()).isEqualTo(90);
        assertThat(data.partitions()).extracting(PartitionProfile::key).containsExactly("{\"k\":\"a\"}",
                "{\"k\":\"b\"}", "{\"k\":\"c\"}");
        assertThat(data.partitions()).extracting(PartitionProfile::firstRow).containsExactly(0L, 30L, 60L);
        assertThat(partition(data, "{\"k\":\"c\"}").tags()).isEqualTo("{\"k\":\"c\",\"region\":\"north\"}");
        assertThat(column(data, "region").role()).isEqualTo(ColumnRole.STATIC);
        assertThat(column(data, "x")).isEqualTo(new Column("x", ColumnType.DOUBLE, ColumnRole.OBSERVED));
        assertThat(Objects.requireNonNull(data.timeAxis()).unit()).isEqualTo(TimeStep.DAY);
        assertThat(data.lastTime()).isEqualTo(java.time.LocalDate.of(2020, 1, 30).toEpochDay());
        assertThat(query(data.file(),
                "SELECT string_agg(t::VARCHAR, ' ' ORDER BY r) FROM (SELECT t, file_row_number r FROM f LIMIT 2)"))
                .isEqualTo("2020-01-01 2020-01-02");
        assertThat(partition(data, "{\"k\":\"a\"}").profile()).contains("\"missing\":{\"x\":", "\"gaps\":0");
    }

    private static String query(Path file, String sql) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE VIEW f AS SELECT * FROM read_parquet('%s', file_row_number = true)"
                    .formatted(file));
            try (var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Test
    void oneTextInAFeatureIsAMissingValueOfItsKey() throws Exception {
        // Behind the sample, so that the first, strict reading fails half-way.
        rows("k,t,y,x", 30_000, i -> "%d,%d,%d,%s".formatted(i / 300, i % 300, i % 11, i == 25_000 ? "oops" : i));

        ShuffledData data = shuffle(TIMED);
        ShuffledData strict = shuffle(TIMED + "quality: strict\n");

        assertThat(data.rows()).isEqualTo(30_000);
        assertThat(column(data, "x").type()).isEqualTo(ColumnType.INTEGER);
        assertThat(reason(data, "{\"k\":83}")).isEqualTo("value-unfit");
        assertThat(partition(data, "{\"k\":83}").verdict().message()).contains("[x]", "[oops]", "Maybe");
        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
        assertThat(data.profile().path("rejects").path("x").intValue()).isEqualTo(1);
        assertThat(data.profile().path("warnings").toString()).contains("[x] has [1] values");
        assertThat(reason(strict, "{\"k\":83}")).isEqualTo("text-in-number");
        assertThat(strict.partitions()).filteredOn(partition -> !partition.verdict().passed()).hasSize(1);
    }

    @Test
    void oneTextInTheTargetSpoilsItsKeyAlone() throws Exception {
        rows("k,t,y,x", 30_000, i -> "%d,%d,%s,%d".formatted(i / 300, i % 300, i == 25_000 ? "oops" : i % 11, i));

        ShuffledData data = shuffle(TIMED);

        assertThat(reason(data, "{\"k\":83}")).isEqualTo("text-in-number");
        assertThat(data.partitions()).filteredOn(partition -> !partition.verdict().passed()).hasSize(1);
    }

    @Test
    void aBadValueIsTheKeysAlsoWhereTheKeyIsATime() throws Exception {
        rows("k,t,y", 3_000, i -> "2024-01-%02d 00:00:00,%d,%s".formatted(i / 300 + 1, i % 300,
                i == 1_234 ? "many" : i % 11));

        ShuffledData data = shuffle(TIMED + "columns: {types: {k: timestamp}}\n");

        assertThat(reason(data, "{\"k\":\"2024-01-05T00:00:00\"}")).isEqualTo("text-in-number");
        assertThat(data.partitions()).filteredOn(partition -> !partition.verdict().passed()).hasSize(1);
    }

    @Test
    void linesThatDoNotFitTheHeaderAreLeftOutAndReported() throws Exception {
        rows("k,t,y", 25_000, i -> i == 24_000 ? "1,2" : "%d,%d,%d".formatted(i / 250, i % 250, i % 11));

        ShuffledData data = shuffle(TIMED);

        assertThat(data.rows()).isEqualTo(24_999);
        assertThat(data.profile().path("warnings").get(0).asString()).contains("[1] lines were left out", "[24002]",
                "[1,2]", "Maybe");
    }

    @Test
    void aTruncatedFileIsNamed() throws Exception {
        rows("k,t,y", 50_000, i -> "%d,%d,%d".formatted(i / 250, i % 250, i * 7919 % 10_007));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            Files.copy(fixture.landing().resolve("rows.csv"), gzip);
        }
        Files.write(fixture.landing().resolve("cut.csv.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));

        assertThatThrownBy(() -> shuffle(TIMED.replace("rows.csv", "cut.csv.gz")))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.code()).isEqualTo("source-unreadable");
                    assertThat(e.getMessage()).contains("[cut.csv.gz]");
                });
    }

    @Test
    void aWiderNumberBehindTheSampleWidensTheColumn() throws Exception {
        rows("k,t,y,x", 30_000, i -> "%d,%d,%d,%s".formatted(i / 300, i % 300, i % 11, i == 25_000 ? "0.5" : i));

        ShuffledData data = shuffle(TIMED);

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
    }

    @Test
    void typesAreWhatNearlyAllValuesAre() throws Exception {
        rows("k,t,y,flag,code,day,at,yes,empty", 60, i -> "%d,%d,%d,%s,%03d,2020-02-%02d,2020-02-01 00:%02d:00,%s,NA"
                .formatted(i / 30, i, i, i % 2 == 0 ? "1.0" : "0.0", i, i % 28 + 1, i, i % 2 == 0 ? "true" : "false"));

        ShuffledData data = shuffle(TIMED);

        assertThat(data.columns()).extracting(Column::type).containsExactly(ColumnType.INTEGER, ColumnType.INTEGER,
                ColumnType.INTEGER, ColumnType.DOUBLE, ColumnType.TEXT, ColumnType.DATE, ColumnType.TIMESTAMP,
                ColumnType.BOOLEAN, ColumnType.TEXT);
        assertThat(column(data, "empty").role()).isEqualTo(ColumnRole.IGNORED);
    }

    @Test
    void theGateNamesWhatIsWrongAndWhatIsTooLittle() throws Exception {
        rows("k,t,y,x", 270, i -> {
            int key = i / 30;
            int time = i % 30;
            return switch (key) {
                case 0 -> "%s,%d,1,1".formatted(time == 3 ? "" : "0", time);
                case 1 -> "1,%d,%d,1".formatted(time == 7 ? 6 : time, i);
                case 2 -> "2,%d,%d,%s".formatted(time, i, time == 9 ? "inf" : "1");
                case 3 -> "3,%d,,1".formatted(time);
                case 4 -> "4,%d,%s,1".formatted(time, time < 5 ? "2" : "");
                case 5 -> "5,%d,7,1".formatted(time);
                case 6 -> "6,%s,%d,1".formatted(time == 4 ? "" : time, i);
                default -> "%d,%d,%d,1".formatted(key, time, i % 13);
            };
        });

        ShuffledData data = shuffle(TIMED);

        assertThat(reason(data, "{\"k\":\"(missing)\"}")).isEqualTo("key-missing");
        assertThat(reason(data, "{\"k\":1}")).isEqualTo("duplicate-time");
        assertThat(partition(data, "{\"k\":1}").verdict().message()).contains("for example [6]");
        assertThat(reason(data, "{\"k\":2}")).isEqualTo("infinite-value");
        assertThat(reason(data, "{\"k\":3}")).isEqualTo("target-missing");
        assertThat(reason(data, "{\"k\":4}")).isEqualTo("too-few-rows");
        assertThat(reason(data, "{\"k\":5}")).isEqualTo("constant-target");
        assertThat(reason(data, "{\"k\":6}")).isEqualTo("time-missing");
        assertThat(reason(data, "{\"k\":7}")).isNull();
        assertThat(data.partitions()).filteredOn(partition -> partition.verdict().passed()).hasSize(6);
    }

    @Test
    void fingerprintsChangeWithTheRowsOfTheirKeyAlone() throws Exception {
        rows("k,y,x", 100, i -> "%d,%d,%d".formatted(i / 50, i, i % 7));
        ShuffledData before = shuffle(TABULAR);
        rows("k,y,x", 100, i -> "%d,%d,%d".formatted((99 - i) / 50, 99 - i, i == 99 ? 6 : (99 - i) % 7));

        ShuffledData after = shuffle(TABULAR);

        assertThat(partition(after, "{\"k\":1}").fingerprint()).isEqualTo(
                partition(before, "{\"k\":1}").fingerprint());
        assertThat(partition(after, "{\"k\":0}").fingerprint()).isNotEqualTo(
                partition(before, "{\"k\":0}").fingerprint());
    }

    @Test
    void findsTheColumnThatTellsTheLabel() throws Exception {
        Random random = new Random(7);
        rows("k,t,rain,mm,humidity,today", 4_000, i -> {
            double mm = random.nextDouble() < 0.7 ? 0 : random.nextDouble() * 20;
            boolean rain = mm > 1;
            return "%d,%d,%s,%s,%d,%s".formatted(i % 4, i / 4, i % 40 == 0 ? "" : rain ? "Yes" : "No", mm,
                    (int) ((rain ? 70 : 50) + random.nextGaussian() * 15), random.nextInt(4) == 0 ? "Yes" : "No");
        });

        ShuffledData data = shuffle(TIMED.replace("target: y", "target: rain").replace("regression",
                "classification"));

        assertThat(data.columns()).filteredOn(Column::leak).extracting(Column::name).containsExactly("mm");
        assertThat(column(data, "mm").role()).isEqualTo(ColumnRole.IGNORED);
        assertThat(data.profile().path("leaks").get(0).path("advice").asString()).contains("[mm]", "columns.known");
        assertThat(data.profile().path("labels").toString()).isEqualTo("[\"No\",\"Yes\"]");
    }

    @Test
    void findsTheCopyOfANumberUnlessItIsDeclaredKnown() throws Exception {
        rows("k,t,y,copy,price", 1_000, i -> "%d,%d,%d,%d,%d".formatted(i % 4, i / 4, i * 7919 % 101,
                i * 7919 % 101 * 2 + 5, i % 3));

        ShuffledData data = shuffle(TIMED);
        ShuffledData known = shuffle(TIMED + "columns: {known: [copy]}\n");

        assertThat(data.columns()).filteredOn(Column::leak).extracting(Column::name).containsExactly("copy");
        assertThat(column(known, "copy").role()).isEqualTo(ColumnRole.KNOWN);
    }

    @Test
    void labelsAreTextsWhateverTheyWere() throws Exception {
        rows("k,y", 60, i -> "%d,%s".formatted(i % 2, i % 3 == 0 ? "1.0" : "0.0"));

        ShuffledData data = shuffle(TABULAR.replace("regression", "classification"));

        assertThat(column(data, "y").type()).isEqualTo(ColumnType.TEXT);
        assertThat(data.profile().path("labels").toString()).isEqualTo("[\"0\",\"1\"]");
    }

    @Test
    void moreKeysThanAreReadAtATimeAreAllThereInTheirOrder() throws Exception {
        fixture.copy("SELECT i AS k, i % 7 AS y, 1 AS a, 2 AS b, 'c' AS c FROM range(25001) r(i)", "big.parquet");

        PartitionFile partitions = fixture.shuffle(TABULAR.replace("rows.csv", "big.parquet")).partitions();

        assertThat(partitions.size()).isEqualTo(25_001);
        assertThat(partitions).extracting(PartitionProfile::firstRow)
                .containsExactlyElementsOf(LongStream.range(0, 25_001).boxed().toList());
        assertThat(partitions).extracting(PartitionProfile::key).doesNotHaveDuplicates().endsWith("{\"k\":25000}");
    }

    @Test
    void sortsMoreRowsThanFitInMemory() throws Exception {
        // About 200 MB as rows, in a tenth of that.
        String spec = TABULAR.replace("rows.csv", "big.parquet");
        fixture.copy("""
                SELECT hash(i) % 1000 AS k, hash(i + 1) / 1e19 AS y, hash(i + 2) / 1e19 AS a, hash(i + 3) / 1e19 AS b,
                       hash(i + 4)::VARCHAR AS c FROM range(3000000) r(i)""", "big.parquet");

        ShuffledData data = fixture.shuffle(spec, List.of(), "150MB", 2_000_000_000L);

        assertThat(data.rows()).isEqualTo(3_000_000);
        assertThat(data.partitions()).hasSize(1_000);
        assertThat(query(data.file(), "SELECT count(*) FROM (SELECT k < lag(k) OVER () AS bad FROM f) WHERE bad"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "SELECT 1; DROP TABLE source|transform-refused|is not one SELECT",
            "SELECT 1; SELECT 2|transform-refused|[2] statements",
            "DROP TABLE source|transform-refused|is not one SELECT",
            "SELEC 1|transform-refused|syntax error",
            "SELECT * FROM '/etc/passwd'|transform-refused|[/etc/passwd]",
            "SELECT * FROM read_csv('/etc/passwd')|transform-refused|[read_csv]",
            "SELECT * FROM glob('/*')|transform-refused|[glob]",
            "SELECT * FROM sources|transform-refused|Maybe [source]",
            "SELECT * FROM duckdb_settings()|transform-refused|[duckdb_settings]",
            "SELECT * FROM information_schema.tables|transform-refused|[tables]",
            "SELECT k, y FROM (SELECT * FROM query('SELECT 1'))|transform-refused|[query]",
            "SELECT k, z AS y FROM source|transform-failed|z",
            "SELECT k, CAST(w AS INTEGER) AS y FROM source|transform-failed|[",
            "SELECT k, y FROM source WHERE false|no-rows|WHERE",
            "SELECT k, [y] AS y FROM source|columns-unfit|[y] is of the type",
            "SELECT k, w AS y FROM source|columns-unfit|not a number",
            "SELECT k AS kk, y FROM source|columns-unfit|[k] is not a column of the transform's result, which has [kk, y]. Maybe [kk]"})
    void refusesSqlThatCannotOrMustNotRun(String sql, String code, String message) throws Exception {
        rows("k,y,w", 40, i -> i % 2 + "," + i + ",w" + i);
        String spec = TABULAR + "transform: |\n  " + sql + "\n";

        assertThatThrownBy(() -> shuffle(spec)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(message.equals("[") ? "transform" : message).contains("Maybe");
        });
    }

    @Test
    void textIsNoTime() throws Exception {
        rows("k,t,y", 40, i -> "1,1998-%02d,%d".formatted(i % 12 + 1, i));

        assertThatThrownBy(() -> shuffle(TIMED)).hasMessageContaining("time.column: [t] is of the type [text]")
                .hasMessageContaining("[1998-01]").hasMessageContaining("columns.types: {t: date(%Y-%m)}");
    }

    @Test
    void wordsWithCommentsAndWithClausesRun() throws Exception {
        rows("k,y", 40, i -> i % 2 + "," + i);

        ShuffledData data = shuffle(TABULAR + """
                transform: |
                  WITH doubled AS (SELECT k, 2 * y AS y FROM source)
                  SELECT * FROM doubled, unnest([1]) AS u(one); -- the end; or so
                """);

        assertThat(data.columns()).extracting(Column::name).containsExactly("k", "y", "one");
    }

    @Test
    void readsWhatTheLandingFolderHoldsAndNothingElse() throws Exception {
        Files.createDirectories(fixture.landing().resolve("in"));
        rows("k,y", 40, i -> i % 2 + "," + i);
        Files.move(fixture.landing().resolve("rows.csv"), fixture.landing().resolve("in/one.csv"));
        Files.copy(fixture.landing().resolve("in/one.csv"), fixture.landing().resolve("in/two.csv"));
        Files.writeString(folder.resolve("secret.csv"), "k,y\n1,1\n");
        Files.createSymbolicLink(fixture.landing().resolve("link.csv"), folder.resolve("secret.csv"));
        Files.createSymbolicLink(fixture.landing().resolve("inside.csv"), fixture.landing().resolve("in/one.csv"));
        Files.writeString(fixture.landing().resolve("broken.parquet"), "no parquet");

        assertThat(shuffle(TABULAR.replace("rows.csv", "in/*.csv")).rows()).isEqualTo(80);
        assertThat(shuffle(TABULAR.replace("rows.csv", "inside.csv")).rows()).isEqualTo(40);
        for (List<String> refused : List.of(List.of("../secret.csv", "source-outside-landing"),
                List.of("link.csv", "source-outside-landing"), List.of("l*.csv", "source-outside-landing"),
                List.of(folder.resolve("secret.csv").toString(), "source-outside-landing"),
                List.of("in/../../*.csv", "source-outside-landing"), List.of("none/*.csv", "source-not-found"),
                List.of("none.csv", "source-not-found"), List.of("in", "source-not-found"),
                List.of("broken.parquet", "source-unreadable"))) {
            assertThatThrownBy(() -> shuffle(TABULAR.replace("rows.csv", refused.getFirst()))).as("%s", refused)
                    .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                        assertThat(e.code()).isEqualTo(refused.getLast());
                        assertThat(e.getMessage()).contains("Maybe");
                    });
        }
    }

    @Test
    void readsParquetAndJson() throws Exception {
        for (String name : List.of("rows.parquet", "rows.json")) {
            fixture.copy("SELECT i % 2 = 0 AS k, i * 1.5 AS y, DATE '2020-01-01' + i::INTEGER AS t FROM range(60) r(i)",
                    name);
        }

        for (String name : List.of("rows.parquet", "rows.json")) {
            ShuffledData data = shuffle(TIMED.replace("rows.csv", name));

            assertThat(data.partitions()).extracting(PartitionProfile::key).as(name).containsExactly("{\"k\":false}",
                    "{\"k\":true}");
            assertThat(column(data, "t").type()).isEqualTo(ColumnType.DATE);
        }
    }
}
