package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastValuesTest {

    private static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("income", ColumnType.DOUBLE, ColumnRole.STATIC),
            new Column("city", ColumnType.TEXT, ColumnRole.STATIC),
            new Column("profit", ColumnType.DOUBLE, ColumnRole.OBSERVED)));
    private static final TimeAxis AXIS = TimeAxis.integers();
    private static final PartitionRows FUTURE = PartitionRows.of(SCHEMA, AXIS, "{\"store\":1}",
            List.of(Map.of("week", 4, "price", 9), Map.of("week", 5)));

    @Test
    void thePartitionTellsWhatItsLabelledRowsHeldLast() {
        PartitionRows rows = PartitionRows.of(SCHEMA, AXIS, "{\"store\":1}", List.of(
                Map.of("week", 1, "units", 5, "price", 1, "income", 10.55, "city", "Bonn", "profit", 3),
                Map.of("week", 2, "units", 6, "price", 2), Map.of("week", 3, "price", 3)));

        check(LastValues.of(rows));
    }

    @Test
    void theCatalogueTellsTheSame() {
        check(LastValues.fromJson(SCHEMA, "{\"store\":1}",
                "{\"price\":2.0,\"income\":10.55,\"city\":\"Bonn\",\"profit\":3,\"gone\":1}"));
    }

    private static void check(LastValues last) {
        boolean[] carried = new boolean[2];

        PartitionRows complete = last.complete(FUTURE, carried);

        assertThat(complete.numbers(SCHEMA.indexOf("price"))).containsExactly(9, 2);
        assertThat(complete.numbers(SCHEMA.indexOf("income"))).containsExactly(10.55, 10.55);
        assertThat(complete.texts(SCHEMA.indexOf("city"))).containsExactly("Bonn", "Bonn");
        assertThat(complete.numbers(SCHEMA.indexOf("profit"))).containsExactly(Double.NaN, Double.NaN);
        assertThat(carried).containsExactly(false, true);
    }
}
