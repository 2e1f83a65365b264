package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionRowsTest {

    private final RowSchema schema = new RowSchema(List.of(new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("deal", ColumnType.BOOLEAN, ColumnRole.KNOWN),
            new Column("sky", ColumnType.TEXT, ColumnRole.KNOWN),
            new Column("day", ColumnType.DATE, ColumnRole.OBSERVED)));

    @Test
    void readsRowsOfARequest() {
        PartitionRows rows = PartitionRows.of(schema, TimeAxis.integers(), "{}",
                List.of(Map.of("week", 3, "price", 0.5, "deal", true, "sky", "sun", "day", "2024-02-29"),
                        Map.of("week", "4", "price", "1e-3")));

        assertThat(rows.times()).containsExactly(3, 4);
        assertThat(rows.numbers(1)).containsExactly(0.5, 0.001);
        assertThat(rows.numbers(2)).containsExactly(1, Double.NaN);
        assertThat(rows.texts(3)).containsExactly("sun", null);
        assertThat(rows.text(4, 0)).isEqualTo("2024-02-29");
        assertThat(rows.isMissing(4, 1)).isTrue();
    }

    @Test
    void refusesTextInANumericColumn() {
        assertThatThrownBy(() -> PartitionRows.of(schema, TimeAxis.integers(), "{}",
                List.of(Map.of("week", 3, "price", "cheap"))))
                .hasMessageContaining("Row 0 has [cheap] in column [price]").hasMessageContaining("Maybe");
    }

    @Test
    void refusesUnknownColumnsAndMissingTimes() {
        assertThatThrownBy(
                () -> PartitionRows.of(schema, TimeAxis.integers(), "{}", List.of(Map.of("week", 3, "prize", 1))))
                .hasMessageContaining("[prize]").hasMessageContaining("Maybe one of");
        assertThatThrownBy(() -> PartitionRows.of(schema, TimeAxis.integers(), "{}", List.of(Map.of("price", 1))))
                .hasMessageContaining("time column [week]");
    }

    @Test
    void findsColumnsByNameUnderAnotherSchema() {
        RowSchema other = new RowSchema(List.of(new Column("new", ColumnType.DOUBLE, ColumnRole.KNOWN),
                new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN)));

        PartitionRows rows = PartitionRows.of(schema, TimeAxis.integers(), "{}", List.of(Map.of("week", 3, "price", 7)))
                .conform(other);

        assertThat(rows.numbers(0)).containsExactly(Double.NaN);
        assertThat(rows.numbers(1)).containsExactly(7);
        assertThat(rows.times()).containsExactly(3);
    }
}
