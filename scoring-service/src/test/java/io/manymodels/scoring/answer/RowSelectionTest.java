package io.manymodels.scoring.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowSelectionTest {

    private static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("profit", ColumnType.DOUBLE, ColumnRole.OBSERVED),
            new Column("city", ColumnType.TEXT, ColumnRole.STATIC)));
    private static final TimeAxis AXIS = TimeAxis.integers();
    private static final PartitionRows ROWS = PartitionRows.of(SCHEMA, AXIS, "{\"store\":2}", List.of(
            Map.of("store", 2, "week", 10, "units", 5, "price", 1, "profit", 9, "city", "Bonn"),
            Map.of("store", 2, "week", 11, "units", 6, "price", 2, "profit", 8, "city", "Bonn"),
            Map.of("store", 2, "week", 13, "price", 3, "profit", 7)));

    @Test
    void aHorizonCountsFromTheCutoffAndLeavesOutTheGap() {
        PartitionRows selected = new RowSelection.Horizon(AXIS, 11, 1, 3).select(ROWS);

        assertThat(selected.times()).containsExactly(13, 14, 15);
        assertThat(selected.numbers(SCHEMA.indexOf("store"))).containsExactly(2, 2, 2);
        assertThat(selected.numbers(SCHEMA.indexOf("price"))).containsExactly(3, Double.NaN, Double.NaN);
        assertThat(selected.texts(SCHEMA.indexOf("city"))).containsExactly("Bonn", "Bonn", "Bonn");
    }

    @Test
    void whatIsOnlyKnownAfterTheFactIsNotTakenFromHeldOutRows() {
        PartitionRows selected = new RowSelection.Horizon(AXIS, 10, 0, 1).select(ROWS);

        assertThat(selected.times()).containsExactly(11);
        assertThat(selected.numbers(SCHEMA.indexOf("price"))).containsExactly(2);
        assertThat(selected.numbers(SCHEMA.target())).containsExactly(Double.NaN);
        assertThat(selected.numbers(SCHEMA.indexOf("profit"))).containsExactly(Double.NaN);
    }

    @Test
    void aKeyThatEndedEarlyIsForecastForTheSameTimesAsTheOthers() {
        assertThat(new RowSelection.Horizon(AXIS, 20, 0, 2).select(ROWS).times()).containsExactly(21, 22);
    }

    @Test
    void existingRowsAreAllOrThoseWithoutATarget() {
        assertThat(new RowSelection.Existing(false, null).select(ROWS).times()).containsExactly(10, 11, 13);
        assertThat(new RowSelection.Existing(true, null).select(ROWS).times()).containsExactly(13);
        assertThat(new RowSelection.Existing(false, 10L).select(ROWS).times()).containsExactly(11, 13);
        assertThat(new RowSelection.Existing(true, 13L).select(ROWS).size()).isZero();
    }
}
