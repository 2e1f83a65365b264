package io.manymodels.ingestion.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.sandbox.EmptySandbox;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnPlanTest {

    private static final String SPEC = """
            family: f
            source: {files: rows.csv}
            key: [k]
            target: y
            task: regression
            """;

    @RegisterExtension
    static final EmptySandbox EMPTY = new EmptySandbox();

    /** The plan for a relation of these columns, which has one row. */
    private static List<OutputColumn> plan(String spec, String select) {
        EMPTY.sandbox().execute("CREATE OR REPLACE VIEW planned AS SELECT " + select);
        return ColumnPlan.of(FamilySpec.read(spec).orThrow(), new Relation(EMPTY.sandbox(), "planned")).columns();
    }

    private static OutputColumn column(List<OutputColumn> columns, String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Detail> problems(String spec, String select) {
        try {
            plan(spec, select);
        } catch (ManyModelsException e) {
            assertThat(e.code()).isEqualTo("columns-unfit");
            assertThat(e.details()).allMatch(detail -> detail.message().contains("Maybe"));
            return e.details();
        }
        return List.of();
    }

    /** What its expression gives, as text. */
    private static @Nullable String value(OutputColumn column) {
        return EMPTY.sandbox().query("SELECT CAST(%s AS VARCHAR) FROM planned".formatted(column.expression()),
                row -> String.valueOf(row.text(0))).getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1::TINYINT|INTEGER|1", "1::UBIGINT|INTEGER|1",
            "1::HUGEINT|INTEGER|1",
            "1.5::FLOAT|DOUBLE|1.5", "1.50::DECIMAL(5,2)|DOUBLE|1.5", "true|BOOLEAN|true", "'a'::VARCHAR|TEXT|a",
            "'a'::ENUM ('a', 'b')|TEXT|a",
            "'01234567-89ab-cdef-0123-456789abcdef'::UUID|TEXT|01234567-89ab-cdef-0123-456789abcdef",
            "DATE '2024-03-05'|DATE|2024-03-05", "TIMESTAMP '2024-03-05 10:00'|TIMESTAMP|2024-03-05 10:00:00",
            "TIMESTAMP_S '2024-03-05 10:00'|TIMESTAMP|2024-03-05 10:00:00",
            "TIMESTAMPTZ '2024-03-05 10:00+02'|TIMESTAMP|2024-03-05 08:00:00",
            "DATE 'infinity'|DATE|null", "TIMESTAMP '-infinity'|TIMESTAMP|null", "'NaN'::DOUBLE|DOUBLE|null",
            "'inf'::DOUBLE|DOUBLE|inf"})
    void everyTypeOfTheEngineIsOneOfOurs(String sql, ColumnType type, String value) {
        OutputColumn x = column(plan(SPEC, "1 AS k, 2 AS y, " + sql + " AS x"), "x");

        assertThat(x.type()).isEqualTo(type);
        assertThat(x.declared()).isNull();
        assertThat(value(x)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "{'a': 1}", "MAP {'a': 1}", "TIME '10:00'", "INTERVAL 1 DAY", "'a'::BLOB",
            "'101'::BIT", "[[1.5]]", "['a', 'b']"})
    void whatNoModelCanUseIsRefusedUnlessItIsIgnored(String sql) {
        String select = "1 AS k, 2 AS y, " + sql + " AS x";

        assertThat(problems(SPEC, select)).singleElement().satisfies(detail -> assertThat(detail.message())
                .contains("[x] is of the type", "columns.ignored"));
        assertThat(plan(SPEC + "columns: {ignored: [x]}\n", select)).extracting(OutputColumn::name)
                .containsExactly("k", "y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"7|INTEGER", "7::UBIGINT|INTEGER",
            "18446744073709551615::UBIGINT|TEXT",
            "7::HUGEINT|INTEGER", "7.0::DECIMAL(5,1)|INTEGER", "7.5::DECIMAL(5,1)|TEXT", "7.0::DOUBLE|INTEGER",
            "7.5::DOUBLE|TEXT", "1e300::DOUBLE|TEXT", "NULL::DOUBLE|INTEGER", "'007'|TEXT", "true|BOOLEAN",
            "DATE '2024-03-05'|DATE"})
    void aKeyIsAWholeNumberOrAText(String sql, ColumnType type) {
        assertThat(column(plan(SPEC, sql + " AS k, 2 AS y"), "k").type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"9007199254740993::DOUBLE|false", "9007199254740994::DOUBLE|true",
            "16777217::FLOAT|false", "16777218::FLOAT|true", "9007199254740994::BIGINT|false",
            "9007199254740994::DECIMAL(38,0)|false", "NULL::DOUBLE|false"})
    void aKeyThatCameThroughFloatingPointIsNamed(String sql, boolean named) {
        EMPTY.sandbox().execute("CREATE OR REPLACE VIEW planned AS SELECT " + sql + " AS k, 2 AS y");

        ColumnPlan.Planned planned = ColumnPlan.of(FamilySpec.read(SPEC).orThrow(),
                new Relation(EMPTY.sandbox(), "planned"));

        assertThat(planned.remarks().toString().contains("floating-point")).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1|1", "1.0::DOUBLE|1", "-0.0::DOUBLE|0",
            "1.5::DOUBLE|1.5", "'1.0'|1.0",
            "true|true", "'NaN'::DOUBLE|null", "NULL::DOUBLE|null", "1e300::DOUBLE|1e+300",
            "DATE '2024-03-05'|2024-03-05"})
    void aLabelIsAName(String sql, String label) {
        OutputColumn y = column(plan(SPEC.replace("regression", "classification"), "1 AS k, " + sql + " AS y"), "y");

        assertThat(y.type()).isEqualTo(ColumnType.TEXT);
        assertThat(value(y)).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'many'", "true", "DATE '2024-03-05'", "TIMESTAMP '2024-03-05 10:00'"})
    void aNumberIsPredictedFromNumbers(String sql) {
        assertThat(problems(SPEC, "1 AS k, " + sql + " AS y")).singleElement().satisfies(detail -> {
            assertThat(detail.path()).isEqualTo("target");
            assertThat(detail.message()).contains("not a number", "decimal-comma", "task: classification");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1998-01'", "1.5::DOUBLE", "true", "1.5::DECIMAL(3,1)"})
    void aTimeIsADateATimestampOrAnInteger(String sql) {
        assertThat(problems(SPEC + "time: t\n", "1 AS k, 2 AS y, " + sql + " AS t")).singleElement()
                .satisfies(detail -> assertThat(detail.path()).isEqualTo("time.column"));
    }

    @Test
    void everythingThatDoesNotFitIsSaidAtOnce() {
        List<Detail> problems = problems("""
                family: f
                source: {files: rows.csv}
                key: [stor, brand]
                time: weak
                target: units
                task: regression
                columns: {known: [prize], static: [city], id: [ticket]}
                """, "1 AS store, 2 AS brand, 3 AS week, 'x' AS units, 5 AS price, [1] AS basket");

        assertThat(problems).extracting(Detail::path).containsExactly("key[0]", "time.column", "columns.known[0]",
                "columns.static[0]", "columns.id[0]", "target", "columns");
        assertThat(problems).extracting(Detail::message).anyMatch(text -> text.contains("Maybe [store]"))
                .anyMatch(text -> text.contains("Maybe [week]")).anyMatch(text -> text.contains("Maybe [price]"))
                .anyMatch(text -> text.contains("[city] is not a column of the source, which has [store, brand"));
    }

    @Test
    void keyTimeAndTargetComeFirst() {
        assertThat(plan(SPEC + "time: t\n", "1 AS a, 2 AS y, 3 AS t, 4 AS b, 5 AS k")).extracting(OutputColumn::name)
                .containsExactly("k", "t", "y", "a", "b");
        assertThat(plan(SPEC.replace("[k]", "[b, a]"), "1 AS a, 2 AS y, 4 AS b")).extracting(OutputColumn::name)
                .containsExactly("b", "a", "y");
    }

    @Test
    void aRowOfATableIsNamedByItsPlaceUnlessTheSpecSaysHow() {
        String select = "1 AS k, 2 AS y, 3 AS \"many-models source row\", 'a.csv' AS \"many-models source file\", 4 AS x";

        List<OutputColumn> numbered = plan(SPEC, select);
        List<OutputColumn> named = plan(SPEC + "columns: {id: [x]}\n", select);
        List<OutputColumn> timed = plan(SPEC + "time: x\n", select);

        assertThat(column(numbered, "source_row")).satisfies(column -> {
            assertThat(column.declared()).isEqualTo(ColumnRole.ID);
            assertThat(column.type()).isEqualTo(ColumnType.INTEGER);
        });
        assertThat(column(numbered, "source_file").declared()).isEqualTo(ColumnRole.ID);
        assertThat(column(named, "x")).satisfies(column -> {
            assertThat(column.declared()).isEqualTo(ColumnRole.ID);
            assertThat(column.type()).isEqualTo(ColumnType.TEXT);
        });
        assertThat(timed).extracting(OutputColumn::name).contains("x");
    }

    @Test
    void aColumnOfTheSourceThatIsCalledAsOurRowsAreIsLeftOutWithAdvice() {
        String select = "1 AS k, 2 AS y, 3 AS source_row, 'a' AS Source_File, 7 AS \"many-models source row\"";
        EMPTY.sandbox().execute("CREATE OR REPLACE VIEW planned AS SELECT " + select);

        ColumnPlan.Planned planned = ColumnPlan.of(FamilySpec.read(SPEC).orThrow(),
                new Relation(EMPTY.sandbox(), "planned"));

        assertThat(planned.columns()).extracting(OutputColumn::name).containsExactly("k", "y", "source_row");
        assertThat(value(column(planned.columns(), "source_row"))).isEqualTo("7");
        assertThat(planned.remarks()).hasSize(2).allMatch(remark -> remark.contains("columns.id: ["));
        List<OutputColumn> wanted = plan(SPEC + "columns: {known: [source_row]}\n", select);
        assertThat(value(column(wanted, "source_row"))).isEqualTo("3");
        assertThat(value(column(wanted, "source_row_"))).as("our number gives way").isEqualTo("7");
        String own = "1 AS k, 2 AS y, 3 AS source_row, 'a' AS source_file";
        assertThat(column(plan(SPEC + "columns: {id: [source_row]}\n", own), "source_row").declared())
                .isEqualTo(ColumnRole.ID);
        assertThat(column(plan(SPEC + "time: source_row\n", own), "source_file").declared()).isNull();
    }

    @Test
    void numbersBeyondSixtyFourBitsAreFeaturesToo() {
        OutputColumn hash = column(plan(SPEC, "1 AS k, 2 AS y, 18446744073709551615::UBIGINT AS x"), "x");

        assertThat(hash.type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(value(hash)).isEqualTo("1.8446744073709552e+19");
        OutputColumn sum = column(plan(SPEC, "1 AS k, 2 AS y, '18446744073709551616'::HUGEINT AS x"), "x");
        assertThat(value(sum)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"31.12.2023 01.01.2024|{t: date(%d.%m.%Y)}",
            "12/31/2023 01/02/2024|{t: date(%m/%d/%Y)}", "31/12/2023 01/02/2024|{t: date(%d/%m/%Y)}",
            "01/02/2024 02/02/2024|{t: date(%d/%m/%Y)}, or {t: date(%m/%d/%Y)}",
            "31.12.23 01.01.24|{t: date(%d.%m.%y)}",
            "2023-01 2023-02|{t: date(%Y-%m)}", "2023-W01 2023-W02|{t: iso-week}", "2023Q1 2023Q2|{t: quarter}",
            "31-Dec-2023 01-Jan-2024|{t: date(%d-%b-%Y)}", "45356.5 45357.25|{t: excel-date}",
            "1700000000.5 1700000001.5|{t: epoch-seconds}"})
    void aTextThatIsATimeIsRefusedWithTheLineThatReadsIt(String values, String advice) {
        String times = values.replace(" ", "', '");

        assertThat(problems(SPEC + "time: t\n", "1 AS k, 2 AS y, unnest(['" + times + "']) AS t")).singleElement()
                .satisfies(detail -> assertThat(detail.message()).contains("Maybe columns.types: " + advice));
    }

    @ParameterizedTest
    @CsvSource({"2024-01-01;2024-01-02, DATE, 2024-01-01", "2023/12/31;2024/01/01, TIMESTAMP, 2023-12-31 00:00:00",
            "2024-01-01T12:00;2024-01-02 12:00, TIMESTAMP, 2024-01-01 12:00:00",
            "2024-01-01T00:00:00+01:00;2024-01-02T00:00:00Z, TIMESTAMP, 2023-12-31 23:00:00"})
    void aTextThatIsAnIsoTimeIsRead(String values, ColumnType type, String first) {
        String select = "1 AS k, 2 AS y, unnest(['" + values.replace(";", "', '") + "']) AS t";

        OutputColumn time = column(plan(SPEC + "time: t\n", select), "t");

        assertThat(time.type()).isEqualTo(type);
        assertThat(value(time)).isEqualTo(first);
        assertThat(problems(SPEC + "time: t\ncolumns: {types: {t: text}}\n", select)).hasSize(1);
    }

    @Test
    void aWholeNumberIsOneWithAPointToo() {
        OutputColumn day = column(plan(SPEC + "time: t\n",
                "1 AS k, 2 AS y, unnest([20230228.0, 20230301.0]::DOUBLE[]) AS t"), "t");

        assertThat(day.type()).isEqualTo(ColumnType.DATE);
        assertThat(value(day)).isEqualTo("2023-02-28");
    }

    @Test
    void monthsOrWeeksOfOneYearAreRefusedWithBothReadings() {
        assertThat(problems(SPEC + "time: t\n", "1 AS k, 2 AS y, unnest([202301, 202302]) AS t")).singleElement()
                .satisfies(detail -> assertThat(detail.message()).contains("[202301]", "unit: month", "unit: week",
                        "columns.types: {t: integer}"));
        assertThat(column(plan(SPEC + "time: {column: t, unit: month}\n",
                "1 AS k, 2 AS y, unnest([202301, 202302]) AS t"), "t").type()).isEqualTo(ColumnType.DATE);
    }

    @Test
    void daysOfASpreadsheetAreRefusedWithBothReadings() {
        String select = "1 AS k, 2 AS y, unnest([45356, 45357]) AS t";

        assertThat(problems(SPEC + "time: t\n", select)).singleElement().satisfies(detail -> assertThat(
                detail.message()).contains("[45356]", "columns.types: {t: excel-date}", "{t: integer}"));
        assertThat(column(plan(SPEC + "time: t\ncolumns: {types: {t: integer}}\n", select), "t").type())
                .isEqualTo(ColumnType.INTEGER);
        assertThat(column(plan(SPEC + "time: {column: t, unit: minute}\n", select), "t").type())
                .isEqualTo(ColumnType.INTEGER);
    }

    @Test
    void aNameThatFilesCannotHaveIsLeftOut() {
        String select = "1 AS k, 2 AS y, 3 AS file_row_number";
        EMPTY.sandbox().execute("CREATE OR REPLACE VIEW planned AS SELECT " + select);

        ColumnPlan.Planned planned = ColumnPlan.of(FamilySpec.read(SPEC).orThrow(),
                new Relation(EMPTY.sandbox(), "planned"));

        assertThat(planned.columns()).extracting(OutputColumn::name).containsExactly("k", "y");
        assertThat(planned.remarks()).singleElement().asString().contains("[file_row_number]", "it is left out");
        assertThatThrownBy(() -> plan(SPEC.replace("target: y", "target: file_row_number"), select))
                .hasMessageContaining("[file_row_number] is a name that our own rows have");
    }

    @Test
    void wholeNumbersThatAreDatesAreReadAsDates() {
        String select = "1 AS k, 2 AS y, unnest([202311, 202312, 202401]) AS t";

        OutputColumn month = column(plan(SPEC + "time: t\n", select), "t");
        OutputColumn counter = column(plan(SPEC + "time: t\ncolumns: {types: {t: integer}}\n", select), "t");
        OutputColumn week = column(plan(SPEC + "time: {column: t, unit: week, epoch: 1989-09-14}\n", select), "t");

        assertThat(month.type()).isEqualTo(ColumnType.DATE);
        assertThat(counter.type()).isEqualTo(ColumnType.INTEGER);
        assertThat(week.type()).isEqualTo(ColumnType.INTEGER);
    }
}
