package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TABULAR;
import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.keys;
import static io.manymodels.ingestion.partition.ShuffleFixture.partition;
import static io.manymodels.ingestion.partition.ShuffleFixture.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Different texts are different keys, whatever they look like. */
class KeyIdentityTest {

    private static final List<Column> WHOLE = List.of(new Column("k", ColumnType.INTEGER, ColumnRole.KEY));
    private static final List<Column> TEXT = List.of(new Column("k", ColumnType.TEXT, ColumnRole.KEY));

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private Set<String> keysOf(String spec, List<Column> earlier, String... texts) throws IOException {
        fixture.rows("k,t,y", 25 * texts.length,
                i -> "%s,%d,%d".formatted(texts[i / 25], i % 25, i * 7919 % 101));
        return new TreeSet<>(keys(fixture.shuffle(spec, earlier)));
    }

    private static String text(String value) {
        return "{\"k\":\"" + value + "\"}";
    }

    private static String whole(String value) {
        return "{\"k\":" + value + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808|9223372036854775809|5", "89014103211118510720|89014103211118510721",
            "3.1|3.10|4.1", "12|12E0|1.2E1", "7|07|007", "1|+1|-1", "1|1.0", "0|-0", "1e400|2e400",
            "inf|nan2|5", "'a'|a", "1_000|1000", "0x10|16", "5| 5"})
    void differentTextsAreDifferentKeys(String texts) throws Exception {
        String[] values = texts.split("\\|");

        Set<String> keys = keysOf(TIMED, List.of(), values);

        assertThat(keys).hasSize(values.length).allMatch(key -> key.contains("\""));
        for (String value : values) {
            assertThat(keys).contains(text(value));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1|2|10", "-5|0|5", "9223372036854775807|-9223372036854775808"})
    void wholeNumbersStayNumbers(String texts) throws Exception {
        Set<String> keys = keysOf(TIMED, List.of(), texts.split("\\|"));

        assertThat(keys).allMatch(key -> !key.contains(":\""));
        for (String value : texts.split("\\|")) {
            assertThat(keys).contains(whole(value));
        }
    }

    @Test
    void aKeyThatReadersTakeForMissingIsOne() throws Exception {
        assertThat(keysOf(TIMED, List.of(), "DE", "NA", "NULL", "nan", "N/A", "null")).containsExactlyInAnyOrder(
                text("DE"), text("NA"), text("NULL"), text("nan"), text("N/A"), text("null"));
        assertThat(warnings(fixture.shuffle(TIMED))).contains("key [k] is [N/A] in [125] rows", "nullif(k, 'N/A')");
    }

    @Test
    void amongWholeNumbersItIsAKeyThatIsMissing() throws Exception {
        ShuffledData data = shuffled(TIMED, List.of(), "1", "2", "NULL");

        assertThat(keys(data)).containsExactlyInAnyOrder(whole("1"), whole("2"), text("(missing)"));
        assertThat(partition(data, text("(missing)")).verdict().message()).contains("[NULL]");
    }

    @Test
    void anEmptyKeyIsMissingWhateverTheOthersAre() throws Exception {
        for (String others : List.of("a", "7")) {
            ShuffledData data = shuffled(TIMED, List.of(), others, "");

            assertThat(partition(data, text("(missing)")).verdict().code()).as(others).isEqualTo("key-missing");
            assertThat(keys(data)).hasSize(2);
        }
    }

    @Test
    void aTextThatTheSpecDeclaresIsAsWritten() throws Exception {
        fixture.rows("k,t,y,continent", 50,
                i -> "%d,%d,%d,%s".formatted(i % 2, i / 2, i * 7 % 11, i < 20 ? "NA" : "EU"));

        assertThat(fixture.shuffle(TIMED).partitions().getFirst().profile()).contains("\"continent\":10");
        assertThat(fixture.shuffle(TIMED + "columns: {types: {continent: text}}\n").partitions().getFirst().profile())
                .doesNotContain("\"continent\":10");
    }

    @Test
    void oneStrayTextFarBelowMakesAllKeysTextAndSaysSo() throws Exception {
        fixture.rows("k,t,y", 40_000, i -> "%s,%d,%d".formatted(i == 39_000 ? "x1" : i / 400, i % 400, i % 11));

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, "k").type()).isEqualTo(ColumnType.TEXT);
        assertThat(keys(data)).hasSize(101).contains(text("x1"), text("0"), text("99"));
        assertThat(warnings(data)).contains("key [k] is text", "[x1]", "columns.types: {k: integer}");
    }

    @Test
    void aKeyKeepsTheTypeOfTheNightBefore() throws Exception {
        assertThat(keysOf(TIMED, WHOLE, "1.0", "2.0", "3")).containsExactly(whole("1"), whole("2"), whole("3"));
        assertThat(keysOf(TIMED, TEXT, "1", "2")).containsExactly(text("1"), text("2"));

        ShuffledData zeros = shuffled(TIMED, WHOLE, "1", "2", "003");
        assertThat(keys(zeros)).contains(whole("1"), whole("2"));
        assertThat(partition(zeros, text("(missing)")).verdict().code()).isEqualTo("key-missing");
        assertThat(partition(zeros, text("(missing)")).verdict().message()).contains("[k]", "[003]",
                "columns.types: {k: text}", "{k: integer}");
    }

    private ShuffledData shuffled(String spec, List<Column> earlier, String... texts) throws IOException {
        keysOf(spec, earlier, texts);
        return fixture.shuffle(spec, earlier);
    }

    @Test
    void theSpecDecides() throws Exception {
        assertThat(keysOf(TIMED + "columns: {types: {k: integer}}\n", List.of(), "001", "2.0", "+3"))
                .containsExactly(whole("1"), whole("2"), whole("3"));
        assertThat(keysOf(TIMED + "columns: {types: {k: text}}\n", WHOLE, "1", "2")).containsExactly(text("1"),
                text("2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SELECT CAST(k AS VARCHAR) AS k, t, y FROM source",
            "SELECT k, t, y FROM source", "SELECT s.k AS k, t, y FROM source AS s",
            "WITH a AS (SELECT k AS code, t, y FROM source) SELECT code AS k, t, y FROM a",
            "WITH a AS (SELECT CAST(k AS VARCHAR) AS code, t, y FROM source) SELECT code AS k, t, y FROM a",
            "WITH a AS (SELECT trim(k::TEXT) AS code, t, y FROM source) SELECT code AS k, t, y FROM a"})
    void digitsReachTheTransform(String transform) throws Exception {
        assertThat(keysOf(TIMED + "transform: " + transform + "\n", List.of(), "89014103211118510720",
                "89014103211118510721")).containsExactly(text("89014103211118510720"), text("89014103211118510721"));
    }

    @Test
    void aRenamedColumnIsAKeyInTheSourceToo() throws Exception {
        fixture.rows("Outline No,t,y", 50, i -> "%s,%d,%d".formatted(i < 25 ? "2.1" : "2.10", i % 25, i));

        ShuffledData data = fixture.shuffle(TIMED + "transform: SELECT \"Outline No\" AS k, t, y FROM source\n");

        assertThat(keys(data)).containsExactly(text("2.1"), text("2.10"));
    }

    @Test
    void decimalsOfParquetKeepTheirDigits() throws Exception {
        fixture.copy("""
                SELECT CAST('8901410321111851072' || (i % 2) AS DECIMAL(38,0)) AS k, i // 2 AS t, i * 7.5 AS y
                FROM range(60) r(i)""", "rows.parquet");
        String parquet = TIMED.replace("rows.csv", "rows.parquet");

        assertThat(keys(fixture.shuffle(parquet))).containsExactly(text("89014103211118510720"),
                text("89014103211118510721"));

        fixture.copy("SELECT CAST(i % 2 + 0.5 AS DECIMAL(5,2)) AS k, i // 2 AS t, i AS y FROM range(60) r(i)",
                "rows.parquet");
        assertThat(keys(fixture.shuffle(parquet))).containsExactly(text("0.50"), text("1.50"));

        fixture.copy("SELECT CAST(i % 2 AS DECIMAL(5,2)) AS k, i // 2 AS t, i AS y FROM range(60) r(i)",
                "rows.parquet");
        assertThat(keys(fixture.shuffle(parquet))).containsExactly(whole("0"), whole("1"));

        fixture.copy("SELECT CAST(i % 2 AS DOUBLE) AS k, i // 2 AS t, i AS y FROM range(60) r(i)", "rows.parquet");
        assertThat(keys(fixture.shuffle(parquet))).containsExactly(whole("0"), whole("1"));

        fixture.copy("SELECT CAST(i % 2 + 0.25 AS DOUBLE) AS k, i // 2 AS t, i AS y FROM range(60) r(i)",
                "rows.parquet");
        assertThat(keys(fixture.shuffle(parquet))).containsExactly(text("0.25"), text("1.25"));

        fixture.copy(
                "SELECT CAST(18446744073709551614 + i % 2 AS UBIGINT) AS k, i // 2 AS t, i AS y FROM range(60) r(i)",
                "rows.parquet");
        assertThat(keys(fixture.shuffle(parquet))).containsExactly(text("18446744073709551614"),
                text("18446744073709551615"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"8944501999234567890123|8944501999234567890124",
            "18446744073709551615|18446744073709551616", "7|\"007\"", "\"1.10\"|\"1.1\""})
    void numbersOfJsonKeepTheirDigits(String one, String other) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append("{\"k\": %s, \"t\": \"2024-01-%02d\", \"y\": %d}\n".formatted(i % 2 == 0 ? one : other,
                    i / 2 + 1, i));
        }
        fixture.text("rows.json", rows.toString(), StandardCharsets.UTF_8);

        assertThat(keys(fixture.shuffle(TIMED.replace("rows.csv", "rows.json")))).containsExactlyInAnyOrder(
                text(one.replace("\"", "")), text(other.replace("\"", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gerät", "store id", "a.b", "it's", "order", "x \"y\"", "1", "k=v", "[k]", "价"})
    void aKeyAndItsTimeAreCalledAsTheirColumns(String name) throws Exception {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        fixture.rows(quoted + ",\"Day " + name.replace("\"", "\"\"") + "\",y", 120,
                i -> "s%d,2024-01-%02d,%d".formatted(i % 4, i / 4 + 1, i * 7919 % 101));
        String yaml = "'" + name.replace("'", "''") + "'";

        ShuffledData data = fixture.shuffle(ShuffleFixture.TABULAR.replace("[k]", "[" + yaml + "]")
                + "time: 'Day " + name.replace("'", "''") + "'\n");

        assertThat(data.partitions()).hasSize(4).allMatch(partition -> partition.verdict().passed());
        assertThat(column(data, name).role()).isEqualTo(ColumnRole.KEY);
        assertThat(column(data, "Day " + name).role()).isEqualTo(ColumnRole.TIME);
    }

    @Test
    void keysOfAnyCharacter() throws Exception {
        String long1990 = "x".repeat(1_990);

        Set<String> keys = keysOf(TABULAR, List.of(), long1990, "ü ß 日本 \uD83D\uDE00", "a'b", "c\\d", "true",
                "2024-01-01");

        assertThat(keys).contains(text(long1990), text("ü ß 日本 \uD83D\uDE00"), text("a'b"), text("c\\\\d"),
                text("true"), text("2024-01-01"));
    }

    /** No index of a database takes 3,000 characters that do not compress, and one of them would end the run. */
    @Test
    void aKeyThatIsTooLongIsRefusedByItself() throws Exception {
        Random random = new Random(1);
        String letters = random.ints(2_999, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();

        ShuffledData data = shuffled(TIMED, List.of(), letters + "1", letters + "2", "short");

        assertThat(data.partitions()).hasSize(3).allMatch(partition -> partition.key().length() < 200);
        assertThat(partition(data, text("short")).verdict().passed()).isTrue();
        assertThat(data.partitions()).filteredOn(partition -> !partition.verdict().passed()).hasSize(2)
                .allMatch(partition -> "key-too-long".equals(partition.verdict().code()))
                .allMatch(partition -> String.valueOf(partition.verdict().message()).contains("md5(k)"))
                .allMatch(partition -> partition.tags().length() < 200);
    }

    @Test
    void aKeyThatIsSpelledLikeAMissingOneIsAnother() throws Exception {
        ShuffledData data = shuffled(TIMED, List.of(), "a", "(missing)", "");

        assertThat(new TreeSet<>(keys(data))).hasSize(3);
        assertThat(partition(data, text("(missing)")).verdict().passed()).isTrue();
        assertThat(data.partitions()).filteredOn(partition -> !partition.verdict().passed()).singleElement()
                .satisfies(partition -> assertThat(partition.verdict().code()).isEqualTo("key-missing"));
    }

    @Test
    void aKeyWithNulIsRefusedByItself() throws Exception {
        fixture.copy("SELECT CASE i % 3 WHEN 0 THEN 'a' || chr(0) WHEN 1 THEN 'a' ELSE 'a' || chr(0) || 'b' END AS k,"
                + " i // 3 AS t, i * 7 % 11 AS y, 'x' || chr(0) AS note FROM range(90) r(i)", "rows.parquet");

        ShuffledData data = fixture.shuffle(TIMED.replace("rows.csv", "rows.parquet"));

        assertThat(data.partitions()).hasSize(3).noneMatch(partition -> (partition.key() + partition.tags()
                + partition.profile() + partition.verdict().message()).contains("\\u0000"));
        assertThat(partition(data, text("a")).verdict().passed()).isTrue();
        assertThat(data.partitions()).filteredOn(partition -> !partition.verdict().passed()).hasSize(2)
                .allMatch(partition -> "key-malformed".equals(partition.verdict().code()));
    }
}
