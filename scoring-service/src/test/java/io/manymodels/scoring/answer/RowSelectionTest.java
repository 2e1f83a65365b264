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
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET)));
    private static final PartitionRows ROWS = PartitionRows.of(SCHEMA, TimeAxis.integers(), "{\"store\":2}", List.of(
            Map.of("store", 2, "week", 10, "units", 5), Map.of("store", 2, "week", 11, "units", 6),
            Map.of("store", 2, "week", 13)));

    @Test
    void existingRowsAreAllOrThoseWithoutATarget() {
        assertThat(new RowSelection.Existing(false, null).select(ROWS)).isSameAs(ROWS);
        assertThat(new RowSelection.Existing(true, null).select(ROWS).times()).containsExactly(13);
        assertThat(new RowSelection.Existing(false, 10L).select(ROWS).times()).containsExactly(11, 13);
        assertThat(new RowSelection.Existing(true, 13L).select(ROWS).size()).isZero();
    }
}
