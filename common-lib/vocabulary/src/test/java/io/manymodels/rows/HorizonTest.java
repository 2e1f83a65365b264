package io.manymodels.rows;

import static io.manymodels.family.FamilySpec.Origin.FAMILY_END;
import static io.manymodels.family.FamilySpec.Origin.OWN_END;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.TimeStep;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HorizonTest {

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
        PartitionRows selected = new Horizon(AXIS, 11, 1, 3, FAMILY_END).select(ROWS);

        assertThat(selected.times()).containsExactly(13, 14, 15);
        assertThat(selected.numbers(SCHEMA.indexOf("store"))).containsExactly(2, 2, 2);
        assertThat(selected.numbers(SCHEMA.indexOf("price"))).containsExactly(3, Double.NaN, Double.NaN);
        assertThat(selected.texts(SCHEMA.indexOf("city"))).containsExactly("Bonn", "Bonn", "Bonn");
    }

    @Test
    void whatIsOnlyKnownAfterTheFactIsNotTakenFromHeldOutRows() {
        PartitionRows selected = new Horizon(AXIS, 10, 0, 1, FAMILY_END).select(ROWS);

        assertThat(selected.times()).containsExactly(11);
        assertThat(selected.numbers(SCHEMA.indexOf("price"))).containsExactly(2);
        assertThat(selected.numbers(SCHEMA.target())).containsExactly(Double.NaN);
        assertThat(selected.numbers(SCHEMA.indexOf("profit"))).containsExactly(Double.NaN);
    }

    @Test
    void aKeyThatEndedEarlyIsForecastForTheSameTimesAsTheOthers() {
        assertThat(new Horizon(AXIS, 20, 0, 2, FAMILY_END).select(ROWS).times()).containsExactly(21, 22);
    }

    @Test
    void aKeyThatEndedEarlyMayBeForecastFromItsOwnEnd() {
        PartitionRows selected = new Horizon(AXIS, 20, 0, 3, OWN_END).select(ROWS);

        assertThat(selected.times()).containsExactly(12, 13, 14);
        assertThat(selected.numbers(SCHEMA.indexOf("price"))).containsExactly(Double.NaN, 3, Double.NaN);
        assertThat(new Horizon(AXIS, 10, 0, 1, OWN_END).select(ROWS).times()).containsExactly(11);
    }

    private static PartitionRows sales(TimeAxis axis, List<LocalDate> days) {
        RowSchema schema = new RowSchema(List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("day", ColumnType.DATE, ColumnRole.TIME),
                new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET)));
        return PartitionRows.of(schema, axis, "{\"store\":2}",
                days.stream().map(day -> Map.<String, Object>of("store", 2, "day", day, "units", 5)).toList());
    }

    private static List<String> dates(TimeAxis axis, PartitionRows rows) {
        return LongStream.of(rows.times()).mapToObj(axis::text).toList();
    }

    /** The family's weeks begin on Mondays, the key's rows lie on Wednesdays; the last row of the others is a Monday. */
    @Test
    void weeksEndOnTheDayOnWhichTheKeysRowsLie() {
        LocalDate monday = LocalDate.of(2024, 1, 1);
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.WEEK, 1, null, monday.toEpochDay());
        PartitionRows rows = sales(axis, IntStream.range(0, 5).mapToObj(week -> monday.plusDays(2).plusWeeks(week))
                .toList());

        long end = monday.plusWeeks(5).toEpochDay();

        assertThat(dates(axis, new Horizon(axis, end, 0, 2, FAMILY_END).select(rows)))
                .containsExactly("2024-02-07", "2024-02-14");
    }

    @Test
    void aShopThatIsClosedOnSundaysIsNotForecastForSundays() {
        LocalDate monday = LocalDate.of(2024, 1, 1);
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, monday.toEpochDay());
        PartitionRows rows = sales(axis, IntStream.range(0, 105).mapToObj(monday::plusDays)
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SUNDAY).toList());
        PartitionRows few = sales(axis, IntStream.range(0, 6).mapToObj(monday::plusDays).toList());

        assertThat(dates(axis, new Horizon(axis, monday.plusDays(104).toEpochDay(), 0, 8, FAMILY_END)
                .select(rows))).hasSize(7).startsWith("2024-04-15").endsWith("2024-04-22")
                .doesNotContain("2024-04-21");
        assertThat(new Horizon(axis, monday.plusDays(5).toEpochDay(), 0, 8, FAMILY_END).select(few).size())
                .isEqualTo(8);
    }
}
