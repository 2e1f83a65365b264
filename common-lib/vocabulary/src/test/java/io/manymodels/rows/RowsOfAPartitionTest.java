package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of column, read from a request and taken apart again. */
class RowsOfAPartitionTest {

    private static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("day", ColumnType.DATE, ColumnRole.TIME),
            new Column("units", ColumnType.INTEGER, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("deal", ColumnType.BOOLEAN, ColumnRole.KNOWN),
            new Column("kind", ColumnType.TEXT, ColumnRole.STATIC),
            new Column("since", ColumnType.DATE, ColumnRole.STATIC),
            new Column("at", ColumnType.TIMESTAMP, ColumnRole.OBSERVED)));
    private static final TimeAxis DAYS = new TimeAxis(TimeAxis.Kind.DATE, io.manymodels.family.TimeStep.DAY, 1, null,
            0);

    private static PartitionRows row(String column, @Nullable Object value) {
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("day", "2024-01-05"));
        row.put(column, value);
        return PartitionRows.of(SCHEMA, DAYS, "{\"k\":1}", List.of(row));
    }

    @ParameterizedTest
    @CsvSource({"units, 7, 7", "units, 7.0, 7", "price, 0.25, 0.25", "price, 3, 3", "deal, true, true", "deal, 1, true",
            "deal, FALSE, false", "deal, 0, false", "kind, 12, 12", "kind, a b, a b", "since, 2020-02-29, 2020-02-29",
            "at, 2020-02-29T13:05, 2020-02-29T13:05", "at, 2020-02-29 13:05:00, 2020-02-29T13:05",
            "at, 2020-02-29T13:05:00+01:00, 2020-02-29T12:05"})
    void valuesAreReadByTheirType(String column, String value, String text) {
        PartitionRows rows = row(column, value);

        assertThat(rows.text(SCHEMA.indexOf(column), 0)).isEqualTo(text);
        assertThat(rows.isMissing(SCHEMA.indexOf(column), 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"units, seven", "price, $1", "deal, yes", "since, 2020-02-30", "at, noon", "deal, ''"})
    void whatDoesNotFitIsNamed(String column, String value) {
        assertThatThrownBy(() -> row(column, value)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.code()).isEqualTo("value-malformed"))
                .hasMessageContaining("[" + value + "]").hasMessageContaining("[" + column + "]")
                .hasMessageContaining("Row 0");
    }

    @Test
    void whatIsNotThereIsMissing() {
        PartitionRows rows = row("price", null);

        for (String column : List.of("units", "price", "deal", "kind", "since", "at")) {
            assertThat(rows.isMissing(SCHEMA.indexOf(column), 0)).as(column).isTrue();
            assertThat(rows.text(SCHEMA.indexOf(column), 0)).as(column).isNull();
        }
        assertThat(rows.label(0)).isNull();
        assertThat(rows.times()).containsExactly(19_727);
    }

    @Test
    void rowsAreSelectedInAnyOrderWithAllTheirColumns() {
        PartitionRows rows = PartitionRows.of(SCHEMA, DAYS, "{}",
                List.of(Map.of("day", "2024-01-01", "units", 1, "kind", "a"),
                        Map.of("day", "2024-01-02", "units", 2, "kind", "b"),
                        Map.of("day", "2024-01-03", "units", 3, "kind", "c")));

        PartitionRows selected = rows.select(new int[] {2, 0});

        assertThat(selected.size()).isEqualTo(2);
        assertThat(selected.times()).containsExactly(rows.time(2), rows.time(0));
        assertThat(selected.numbers(1)).containsExactly(3, 1);
        assertThat(selected.texts(4)).containsExactly("c", "a");
        assertThat(selected.key()).isEqualTo("{}");
        assertThat(rows.numbers(1)).as("the rows themselves").containsExactly(1, 2, 3);
    }

    @Test
    void anotherSchemaFindsWhatItKnowsAndMissesTheRest() {
        PartitionRows rows = row("price", 2.5);
        RowSchema other = new RowSchema(List.of(new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
                new Column("kind", ColumnType.INTEGER, ColumnRole.KNOWN),
                new Column("colour", ColumnType.TEXT, ColumnRole.KNOWN)));

        PartitionRows conformed = rows.conform(other);

        assertThat(conformed.numbers(0)).containsExactly(2.5);
        assertThat(conformed.isMissing(1, 0)).as("a text column under a number's name").isTrue();
        assertThat(conformed.isMissing(2, 0)).isTrue();
        assertThat(conformed.schema()).isEqualTo(other);
    }

    @Test
    void columnsAreReplacedWithoutTouchingTheRows() {
        PartitionRows rows = row("price", 2.5);

        assertThat(rows.withNumbers(2, new double[] {9}).numbers(2)).containsExactly(9);
        assertThat(rows.withTexts(4, new String[] {"x"}).texts(4)).containsExactly("x");
        assertThat(rows.numbers(2)).containsExactly(2.5);
        assertThat(rows.texts(4)).containsOnlyNulls();
    }

    @Test
    void columnsSurviveJson() {
        List<Column> columns = List.of(new Column("a", ColumnType.TEXT, ColumnRole.KEY),
                new Column("b", ColumnType.DOUBLE, ColumnRole.KNOWN, true, "Equals tomorrow's target"));

        assertThat(Column.listFromJson(Column.toJson(columns))).isEqualTo(columns);
    }

    @Test
    void namesOfTypesAndRolesAreTheirWords() {
        assertThat(Arrays.stream(ColumnType.values()).map(ColumnType::wire)).containsExactly("integer", "double",
                "boolean", "text", "date", "timestamp");
        assertThat(Arrays.stream(ColumnRole.values()).map(ColumnRole::wire)).containsExactly("key", "time", "target",
                "known", "observed", "static", "id", "ignored");
        for (ColumnType type : ColumnType.values()) {
            assertThat(ColumnType.of(type.wire())).isEqualTo(type);
            assertThat(type.isText()).isEqualTo(type == ColumnType.TEXT);
        }
        assertThatThrownBy(() -> ColumnType.of("money")).hasMessageContaining("[money]").hasMessageContaining("Maybe");
        assertThatThrownBy(() -> ColumnRole.of("guess")).hasMessageContaining("[guess]").hasMessageContaining("Maybe");
    }

    @Test
    void aSchemaKnowsItsColumns() {
        assertThat(SCHEMA.indexOf("deal")).isEqualTo(3);
        assertThat(SCHEMA.indexOf("nothing")).isEqualTo(-1);
        assertThat(SCHEMA.target()).isEqualTo(1);
        assertThat(SCHEMA.time()).isZero();
        assertThat(SCHEMA.withRole(ColumnRole.KNOWN)).containsExactly(2, 3);
        assertThat(new RowSchema(List.of(new Column("a", ColumnType.TEXT, ColumnRole.KNOWN))).target()).isEqualTo(-1);
    }
}
