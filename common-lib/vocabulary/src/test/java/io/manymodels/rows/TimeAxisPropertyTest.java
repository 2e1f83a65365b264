package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.TimeStep;
import java.time.LocalDate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every time axis: the calendar has too many corners for examples alone. */
class TimeAxisPropertyTest {

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long FIRST = LocalDate.of(1900, 1, 1).toEpochDay();
    private static final long LAST = LocalDate.of(2099, 12, 31).toEpochDay();

    @Property
    void theAnchorIsARow(@ForAll("axes") TimeAxis axis) {
        assertThat(axis.ordinalAt(axis.index(axis.anchor()))).isEqualTo(axis.anchor());
    }

    @Property
    void aStepLiesWhereItsRowSays(@ForAll("axes") TimeAxis axis, @ForAll @IntRange(min = -300, max = 300) int steps) {
        long index = axis.index(axis.anchor()) + steps;

        assertThat(axis.index(axis.ordinalAt(index))).isEqualTo(index);
    }

    @Property
    void manyRowsHaveTheStepsThatEachHas(@ForAll("axes") TimeAxis axis,
            @ForAll @IntRange(min = -300, max = 300) int steps,
            @ForAll @IntRange(min = 0, max = 1_000_000) int later) {
        long[] ordinals = {axis.plus(axis.anchor(), steps), axis.anchor() + later, axis.anchor()};

        assertThat(axis.indexes(ordinals)).containsExactly(axis.index(ordinals[0]), axis.index(ordinals[1]),
                axis.index(ordinals[2]));
    }

    @Property
    void thereAndBackIsHome(@ForAll("axes") TimeAxis axis, @ForAll @IntRange(min = -300, max = 300) int steps) {
        assertThat(axis.plus(axis.plus(axis.anchor(), steps), -steps)).isEqualTo(axis.anchor());
    }

    @Property
    void laterRowsHaveLaterSteps(@ForAll("axes") TimeAxis axis, @ForAll @IntRange(min = 1, max = 300) int steps) {
        assertThat(axis.plus(axis.anchor(), steps)).isGreaterThan(axis.anchor());
        assertThat(axis.plus(axis.anchor(), -steps)).isLessThan(axis.anchor());
    }

    @Property
    void timeNeverRunsBackwards(@ForAll("axes") TimeAxis axis, @ForAll @IntRange(min = 0, max = 1_000_000) int later) {
        assertThat(axis.index(axis.anchor() + later)).isGreaterThanOrEqualTo(axis.index(axis.anchor()));
    }

    @Property
    void aTimeIsReadAsItIsWritten(@ForAll("axes") TimeAxis axis,
            @ForAll @IntRange(min = -100_000, max = 100_000) int by) {
        long ordinal = axis.anchor() + by;

        assertThat(axis.ordinal(axis.text(ordinal))).isEqualTo(ordinal);
        assertThat(axis.ordinal(axis.value(ordinal))).isEqualTo(ordinal);
    }

    @Property
    void jsonKeepsAnAxis(@ForAll("axes") TimeAxis axis) {
        assertThat(TimeAxis.fromJson(axis.toJson())).isEqualTo(axis);
    }

    @Property
    void anyRowMayBeTheAnchorOfTheSameGrid(@ForAll("axes") TimeAxis axis,
            @ForAll @IntRange(min = -300, max = 300) int steps) {
        long row = axis.plus(axis.anchor(), steps);
        TimeAxis other = new TimeAxis(axis.kind(), axis.unit(), axis.step(), axis.epoch(), row);

        // A month's end is clamped (31 January, 28 February): such a row alone does not know what it was clamped from.
        boolean clamped = axis.unit() != null && axis.unit().compareTo(TimeStep.MONTH) >= 0
                && dayOfMonth(axis, row) != dayOfMonth(axis, axis.anchor());
        if (!clamped && !isMonthEnd(axis, row) && !isMonthEnd(axis, axis.anchor())) {
            assertThat(other.grid()).isEqualTo(axis.grid());
            assertThat(other.plus(row, 5)).isEqualTo(axis.plus(axis.anchor(), steps + 5L));
        }
    }

    /** 0 off the calendar. */
    private static int dayOfMonth(TimeAxis axis, long ordinal) {
        LocalDate date = axis.date(ordinal);
        return date == null ? 0 : date.getDayOfMonth();
    }

    private static boolean isMonthEnd(TimeAxis axis, long ordinal) {
        LocalDate date = axis.date(ordinal);
        return date != null && date.getDayOfMonth() == date.lengthOfMonth();
    }

    @Property
    void rowsTellTheirOwnRhythm(@ForAll("regular") TimeAxis axis, @ForAll @IntRange(min = 3, max = 60) int rows) {
        long[] times = new long[rows];
        for (int i = 0; i < rows; i++) {
            times[i] = axis.plus(axis.anchor(), i);
        }

        TimeAxis inferred = TimeAxis.infer(axis.kind(), null, null, times);

        for (int i = 1; i < rows; i++) {
            assertThat(inferred.index(times[i]) - inferred.index(times[i - 1])).isEqualTo(1);
        }
    }

    @Provide
    Arbitrary<TimeAxis> axes() {
        return Arbitraries.oneOf(integers(), dates(TimeStep.DAY, TimeStep.WEEK, TimeStep.MONTH, TimeStep.QUARTER,
                TimeStep.YEAR), timestamps(TimeStep.values()));
    }

    /** Axes whose rhythm shows in a few rows: one unit a step, and no month, quarter or year that starts at a clamped day. */
    @Provide
    Arbitrary<TimeAxis> regular() {
        return Arbitraries.oneOf(integers(), dates(TimeStep.DAY, TimeStep.WEEK, TimeStep.MONTH),
                timestamps(TimeStep.MINUTE, TimeStep.HOUR, TimeStep.DAY, TimeStep.WEEK))
                .filter(axis -> dayOfMonth(axis, axis.anchor()) <= 28)
                .map(axis -> axis.kind() == TimeAxis.Kind.INTEGER
                        ? axis
                        : new TimeAxis(axis.kind(), axis.unit(), 1, null, axis.anchor()));
    }

    private static Arbitrary<TimeAxis> integers() {
        return Combinators.combine(Arbitraries.integers().between(1, 40), Arbitraries.longs().between(-10_000, 10_000))
                .as((step, anchor) -> new TimeAxis(TimeAxis.Kind.INTEGER, null, step, null, anchor));
    }

    private static Arbitrary<TimeAxis> dates(TimeStep... units) {
        return Combinators.combine(Arbitraries.of(units), Arbitraries.integers().between(1, 4),
                Arbitraries.longs().between(FIRST, LAST))
                .as((unit, step, anchor) -> new TimeAxis(TimeAxis.Kind.DATE, unit, step, null, anchor));
    }

    private static Arbitrary<TimeAxis> timestamps(TimeStep... units) {
        return Combinators.combine(Arbitraries.of(units), Arbitraries.integers().between(1, 4),
                Arbitraries.longs().between(FIRST * MICROS_PER_DAY, LAST * MICROS_PER_DAY))
                .as((unit, step, anchor) -> new TimeAxis(TimeAxis.Kind.TIMESTAMP, unit, step, null, anchor));
    }
}
