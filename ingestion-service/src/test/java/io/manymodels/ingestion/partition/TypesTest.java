package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.keys;
import static io.manymodels.ingestion.partition.ShuffleFixture.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {

    private static final int ROWS = 1_000;

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private ShuffledData with(String spec, IntFunction<String> x) throws IOException {
        fixture.rows("k,t,y,x", ROWS, i -> "%d,%d,%d,%s".formatted(i % 2, i / 2, i * 7919 % 101, x.apply(i)));
        return fixture.shuffle(spec);
    }

    private static String sql(ShuffledData data, String sql) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                var rows = statement.executeQuery(sql.formatted("read_parquet('" + data.file() + "')"))) {
            rows.next();
            return rows.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 20})
    void rareCodesAmongFewNumbersAreACategory(int rare) throws Exception {
        ShuffledData data = with(TIMED, i -> i % 100 < rare / 5 ? List.of("a", "b", "c").get(i / 100 % 3) : "0");

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.TEXT);
        assertThat(warnings(data)).contains(rare < 10 ? "[x] is a category" : "");
        assertThat(data.partitions()).allMatch(partition -> partition.verdict().code() == null);
    }

    @Test
    void aCategoryBehindTheSampleIsOneToo() throws Exception {
        fixture.rows("k,t,y,x", 50_000, i -> "%d,%d,%d,%s".formatted(i / 500, i % 500, i % 11,
                i > 40_000 && i % 250 == 0 ? "z" : i % 3));

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.TEXT);
        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
    }

    @ParameterizedTest
    @CsvSource({"oops", "12o", "-", "n.a.", "unknown"})
    void aScatteringOfJunkIsDirt(String junk) throws Exception {
        ShuffledData data = with(TIMED, i -> i == 77 || i == 500
                ? junk + (junk.length() > 3 ? i : "")
                : i * 31 % 977
                        + ".5");

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(data.profile().path("rejects").path("x").intValue()).isEqualTo(2);
        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
    }

    @Test
    void aDashForNothingIsNoCategory() throws Exception {
        ShuffledData data = with(TIMED, i -> i % 150 == 0 ? "-" : String.valueOf(i % 7));

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.INTEGER);
    }

    @Test
    void decimalCommasAreNumbers() throws Exception {
        fixture.text("rows.csv", table(";", i -> "%d,%02d".formatted(i, i % 100)), StandardCharsets.UTF_8);

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(sql(data, "SELECT max(x) FROM %s")).isEqualTo("999.99");
        assertThat(warnings(data)).contains("[x] is read with decimal commas");
    }

    @Test
    void dotsBetweenThousandsBesideDecimalCommas() throws Exception {
        fixture.text("rows.csv", table(";", i -> "%d.%03d,5".formatted(i % 900 + 1, i % 900)), StandardCharsets.UTF_8);

        assertThat(sql(fixture.shuffle(TIMED), "SELECT max(x) FROM %s")).isEqualTo("900899.5");
    }

    @Test
    void aDotBeforeThreeDigitsFollowsTheOtherColumns() throws Exception {
        StringBuilder rows = new StringBuilder("k;t;y;x;z\n");
        for (int i = 0; i < 200; i++) {
            rows.append("%d;%d;%d;%d,5;%d.%03d\n".formatted(i % 2, i / 2, i, i, i + 1, i));
        }
        fixture.text("rows.csv", rows.toString(), StandardCharsets.UTF_8);

        assertThat(sql(fixture.shuffle(TIMED), "SELECT max(z) FROM %s")).isEqualTo("200199.0");
    }

    @Test
    void commasBetweenThousandsAreNumbersWhereThatIsSure() throws Exception {
        fixture.text("rows.csv", table(";", i -> "\"%d,%03d.25\"".formatted(i % 900 + 1, i % 900)),
                StandardCharsets.UTF_8);

        assertThat(sql(fixture.shuffle(TIMED), "SELECT max(x) FROM %s")).isEqualTo("900899.25");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            // Two groups, and gaps, leave no doubt; nor does 950 beside 12.500.
            "\"1,234,567\"|\"12,500\"|1234567.0|12500.0", "1.234.567|12.500|1234567.0|12500.0",
            "1 234 567|12 500|1234567.0|12500.0", "1'234|12'500|12500.0|1234.0", "1'234.50|12'500.25|12500.25|1234.5",
            "12.500|950|12500.0|950.0", "-12.500|950|950.0|-12500.0", "1.5|2.25|2.25|1.5", "1.500|0.250|1.5|0.25",
            "\"1,5\"|\"0,25\"|1.5|0.25"})
    void thousandsAndFractionsAreToldApart(String one, String other, String most, String least) throws Exception {
        fixture.text("rows.csv", table(";", i -> i % 2 == 0 ? one : other), StandardCharsets.UTF_8);

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, "x").type()).as(warnings(data)).isEqualTo(ColumnType.DOUBLE);
        assertThat(sql(data, "SELECT greatest(max(x), min(x)) FROM %s"))
                .isEqualTo(String.valueOf(Math.max(Double.parseDouble(most), Double.parseDouble(least))));
        assertThat(sql(data, "SELECT min(x) FROM %s"))
                .isEqualTo(String.valueOf(Math.min(Double.parseDouble(most), Double.parseDouble(least))));
    }

    @Test
    void threeDigitsBehindEveryPointAreAFractionWithAWarning() throws Exception {
        fixture.text("rows.csv", table(";", i -> "%d.500".formatted(i % 90 + 1)), StandardCharsets.UTF_8);

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(sql(data, "SELECT max(x) FROM %s")).isEqualTo("90.5");
        assertThat(warnings(data)).contains("[x] is read with decimal points", "{x: decimal-comma}");
    }

    @Test
    void aCommaThatMayMeanTwoThingsIsRefusedWithTheLineThatMendsIt() throws Exception {
        fixture.text("rows.csv", table(";", i -> "%d,%03d".formatted(i % 900 + 1, i % 900)), StandardCharsets.UTF_8);
        String target = TIMED.replace("target: y", "target: x");

        assertThatThrownBy(() -> fixture.shuffle(target)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("columns-unfit");
            assertThat(e.getMessage()).contains("columns.types: {x: decimal-comma}", "decimal-point");
        });
        assertThat(sql(fixture.shuffle(target + "columns: {types: {x: decimal-comma}}\n"), "SELECT max(x) FROM %s"))
                .isEqualTo("900.899");
        assertThat(sql(fixture.shuffle(target + "columns: {types: {x: decimal-point}}\n"), "SELECT max(x) FROM %s"))
                .isEqualTo("900899.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"12.5 %|13 %|13.0", "12,5%|13,25 %|13.25",
            "$5|$1.50|5.0",
            "\u20ac 1.234,50|\u20ac 99,00|1234.5", "1.234,50 \u20ac|99 \u20ac|1234.5", "\"USD 1,234.50\"|USD 7|1234.5",
            "-5 kr|12 kr|12.0", "CHF 1'234.50|CHF 99.50|1234.5", "US$12|US$7|12.0", "-$3.25|$2|2.0",
            "\u00a37|\u00a38|8.0"})
    void aNumberIsReadWithoutItsUnitAndThatIsSaid(String one, String other, String most) throws Exception {
        fixture.text("rows.csv", table(";", i -> i % 2 == 0 ? one : other), StandardCharsets.UTF_8);

        ShuffledData data = fixture.shuffle(TIMED);
        ShuffledData target = fixture.shuffle(TIMED.replace("target: y", "target: x"));

        assertThat(sql(data, "SELECT max(x) FROM %s")).as(warnings(data)).isEqualTo(most);
        assertThat(warnings(data)).contains("[x] is read as numbers without their", "columns.types: {x: text}");
        assertThat(sql(target, "SELECT max(x) FROM %s")).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"$5|\u20ac 6|decimal-point|6.0",
            "12.500 \u20ac|13.700 \u20ac|decimal-comma|13700.0",
            "\"$1,234\"|\"$5,678\"|decimal-point|5678.0"})
    void unitsThatLeaveDoubtAreRefusedWithTheLineThatMendsThem(String one, String other, String type, String most)
            throws Exception {
        fixture.text("rows.csv", table(";", i -> i % 2 == 0 ? one : other), StandardCharsets.UTF_8);
        String target = TIMED.replace("target: y", "target: x");

        assertThatThrownBy(() -> fixture.shuffle(target)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.getMessage()).contains("columns.types: {x: decimal-comma}", "{x: decimal-point}"));
        assertThat(warnings(fixture.shuffle(TIMED))).contains("[x] is text", "{x: " + type + "}");
        assertThat(
                sql(fixture.shuffle(target + "columns: {types: {x: %s}}\n".formatted(type)), "SELECT max(x) FROM %s"))
                .isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 kg", "SKU 12", "A$", "12 EURO", "%", "5-6 %", "v1.5", "ISO 9001"})
    void otherTextsWithDigitsStayTexts(String text) throws Exception {
        fixture.text("rows.csv", table(";", i -> i % 2 == 0 ? text : text + "1"), StandardCharsets.UTF_8);

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.TEXT);
        assertThat(warnings(data)).doesNotContain("without their");
    }

    private static String table(String delimiter, IntFunction<String> x) {
        StringBuilder rows = new StringBuilder("k,t,y,x\n".replace(",", delimiter));
        for (int i = 0; i < ROWS; i++) {
            rows.append("%d,%d,%d,".formatted(i % 2, i / 2, i * 7919 % 101).replace(",", delimiter)).append(x.apply(i))
                    .append('\n');
        }
        return rows.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"date(%d.%m.%Y)|05.03.2024|2024-03-05", "date|2024-03-05|2024-03-05",
            "timestamp(%d/%m/%y %H:%M)|05/03/24 17:30|2024-03-05 17:30:00", "excel-date|45356|2024-03-05",
            "iso-week|2024-W10|2024-03-04", "iso-week|202053|2020-12-28", "quarter|2024Q2|2024-04-01",
            "quarter|20243|2024-07-01", "epoch-seconds|1709659800|2024-03-05 17:30:00",
            "epoch-milliseconds|1709659800000|2024-03-05 17:30:00", "text|007|007", "integer|007|7",
            "number|1e3|1000.0", "boolean|yes|true", "decimal-comma|1.234,5|1234.5", "decimal-point|1'234.5|1234.5"})
    void theSpecSaysHowAColumnIsRead(String type, String text, String value) throws Exception {
        ShuffledData data = with(TIMED + "columns: {observed: [x], types: {x: \"%s\"}}\n".formatted(type),
                i -> "\"" + text + "\"");

        assertThat(sql(data, "SELECT CAST(min(x) AS VARCHAR) FROM %s")).isEqualTo(value);
        assertThat(sql(data, "SELECT count(x) FROM %s")).isEqualTo(String.valueOf(ROWS));
    }

    @Test
    void whatDoesNotFitTheDeclaredTypeIsMissingWithAWarning() throws Exception {
        ShuffledData data = with(TIMED + "columns: {types: {x: date(%d.%m.%Y)}}\n",
                i -> i == 5 ? "31.02.2024" : "05.03.2024");

        assertThat(column(data, "x").type()).isEqualTo(ColumnType.DATE);
        assertThat(data.profile().path("rejects").path("x").intValue()).isEqualTo(1);
        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
    }

    @Test
    void aStrayValueChangesNoTypeBetweenTwoNights() throws Exception {
        List<Column> before = List.of(new Column("k", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("x", ColumnType.DOUBLE, ColumnRole.OBSERVED));
        fixture.rows("k,t,y,x", ROWS, i -> "%d,%d,%d,%s".formatted(i % 2, i / 2, i % 11, i % 20 == 0 ? "junk" + i : i));
        ShuffledData stray = fixture.shuffle(TIMED, before);
        fixture.rows("k,t,y,x", ROWS, i -> "%d,%d,%d,%s".formatted(i % 2, i / 2, i % 11, i));
        ShuffledData whole = fixture.shuffle(TIMED, before);
        fixture.rows("k,t,y,x", ROWS, i -> "%d,%d,%d,%s".formatted(i % 2, i / 2, i % 11, "text" + i % 5));
        ShuffledData other = fixture.shuffle(TIMED, before);

        assertThat(column(stray, "x").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(column(whole, "x").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(column(other, "x").type()).isEqualTo(ColumnType.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-8BOM", "UTF-16LE", "UTF-16BE", "UTF-16", "windows-1252"})
    void encodingsAreReadRightly(String encoding) throws Exception {
        Charset charset = encoding.equals("UTF-8BOM") ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        String mark = encoding.endsWith("LE") || encoding.endsWith("BE") || encoding.endsWith("BOM") ? "\uFEFF" : "";
        StringBuilder rows = new StringBuilder(mark + "k;t;größe\r\n");
        for (int i = 0; i < 60; i++) {
            rows.append("%s;%d;%d\r\n".formatted(i % 2 == 0 ? "Köln" : "\"Café\nNord\"", i / 2, i));
        }
        fixture.text("rows.csv", rows.toString(), charset);

        ShuffledData data = fixture.shuffle(TIMED.replace("target: y", "target: größe"));

        assertThat(keys(data)).containsExactlyInAnyOrder("{\"k\":\"Köln\"}", "{\"k\":\"Café\\nNord\"}");
        assertThat(data.rows()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on.promo", "a b", "select", "ümlaut", "a\"\"b", "x'y", "100%", "[m/s]", "key", "rows",
            "time ordinal", "prediction", "Grün-Fläche (m²)"})
    void columnNamesAreJustNames(String name) throws Exception {
        StringBuilder rows = new StringBuilder("k,t,y,\"" + name + "\"\n");
        for (int i = 0; i < 60; i++) {
            rows.append("%d,%d,%d,%d\n".formatted(i % 2, i / 2, i, i % 7));
        }
        fixture.text("rows.csv", rows.toString(), StandardCharsets.UTF_8);

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(data.columns()).extracting(Column::name).contains(name.replace("\"\"", "\""));
        assertThat(data.partitions()).hasSize(2);
    }

    @Test
    void aNameThatFilesCannotHaveIsLeftOutAndSaid() throws Exception {
        fixture.rows("k,t,y,file_row_number", 60, i -> "%d,%d,%d,%d".formatted(i % 2, i / 2, i, i));

        assertThat(warnings(fixture.shuffle(TIMED))).contains("[file_row_number]", "left out");
        assertThatThrownBy(() -> fixture.shuffle(TIMED + "columns: {known: [file_row_number]}\n"))
                .hasMessageContaining("Maybe rename it in the transform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k,t,y\n", "k,t,y", "\n", "\n\n\n", "\r\n\r\n", "  \n  \n", "k,t,y\n\n\n",
            "k,t,y\n,,\n,,\n"})
    void aSourceWithoutRowsIsNoRows(String content) throws Exception {
        fixture.text("rows.csv", content, StandardCharsets.UTF_8);

        for (String spec : List.of(TIMED, TIMED + "transform: SELECT k, t, y FROM source\n")) {
            assertThatThrownBy(() -> fixture.shuffle(spec)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
                assertThat(e.code()).isEqualTo("no-rows");
                assertThat(e.getMessage()).contains("Maybe");
            });
        }
    }
}
