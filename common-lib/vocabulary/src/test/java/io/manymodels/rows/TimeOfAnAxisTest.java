package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values, ordinals and the calendar of an axis, to their limits. */
class TimeOfAnAxisTest {

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final TimeAxis INTEGERS = TimeAxis.integers();
    private static final TimeAxis DAYS = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);
    private static final TimeAxis HOURS = new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.HOUR, 1, null, 0);

    static Stream<Arguments> values() {
        LocalDateTime noon = LocalDateTime.of(1970, 1, 2, 12, 0);
        return Stream.of(Arguments.of(INTEGERS, 7, 7L), Arguments.of(INTEGERS, 7L, 7L),
                Arguments.of(INTEGERS, (short) -7, -7L), Arguments.of(INTEGERS, 7.0, 7L),
                Arguments.of(INTEGERS, new BigDecimal("7.00"), 7L), Arguments.of(INTEGERS, BigInteger.TEN, 10L),
                Arguments.of(INTEGERS, " -7 ", -7L), Arguments.of(INTEGERS, 1L << 61, 1L << 61),
                Arguments.of(INTEGERS, -(1L << 61), -(1L << 61)),
                Arguments.of(DAYS, LocalDate.ofEpochDay(3), 3L), Arguments.of(DAYS, noon, 1L),
                Arguments.of(DAYS, "1970-01-04", 3L), Arguments.of(DAYS, 19700104, 3L),
                Arguments.of(HOURS, noon, 36 * 3_600_000_000L),
                Arguments.of(HOURS, LocalDate.of(1969, 12, 31), -MICROS_PER_DAY),
                Arguments.of(HOURS, OffsetDateTime.parse("1970-01-01T01:00+01:00"), 0L),
                Arguments.of(HOURS, "1970-01-01T00:00:00.000001", 1L),
                Arguments.of(HOURS, "1969-12-31T23:59:59.999999Z", -1L));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueHasOneOrdinalHoweverItIsGiven(TimeAxis axis, Object value, long ordinal) {
        assertThat(axis.ordinal(value)).isEqualTo(ordinal);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(Arguments.of(INTEGERS, 7.5), Arguments.of(INTEGERS, Double.NaN),
                Arguments.of(INTEGERS, 1e300), Arguments.of(INTEGERS, new BigDecimal("1E+1000000000")),
                Arguments.of(INTEGERS, "7.0"), Arguments.of(INTEGERS, ""), Arguments.of(INTEGERS, "7 8"),
                Arguments.of(INTEGERS, (1L << 61) + 1), Arguments.of(INTEGERS, Long.MIN_VALUE),
                Arguments.of(INTEGERS, true), Arguments.of(DAYS, 7), Arguments.of(DAYS, "+10000-01-01"),
                Arguments.of(DAYS, LocalDate.of(10_000, 1, 1)), Arguments.of(DAYS, LocalDate.MIN),
                Arguments.of(DAYS, true), Arguments.of(HOURS, LocalDateTime.MAX), Arguments.of(HOURS, LocalDate.MAX),
                Arguments.of(HOURS, LocalDateTime.of(10_000, 1, 1, 0, 0)), Arguments.of(HOURS, "24:00"),
                Arguments.of(new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.YEAR, 1, LocalDate.of(2000, 1, 1), 0),
                        8000),
                Arguments.of(new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.QUARTER, 1, LocalDate.of(2000, 1, 1), 0),
                        1L << 61),
                Arguments.of(new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(2000, 1, 1), 0),
                        Long.MAX_VALUE / 2));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsNoTimeOfTheAxisIsRefusedWithAnExample(TimeAxis axis, Object value) {
        assertThatThrownBy(() -> axis.ordinal(value)).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(ManyModelsException.Kind.INVALID);
            assertThat(problem.code()).isEqualTo("time-malformed");
            assertThat(problem.getMessage()).startsWith("Time [" + value + "] is not a")
                    .endsWith("Maybe " + axis.text(axis.anchor()));
        });
    }

    @ParameterizedTest
    @CsvSource({"MINUTE, 1, 1440, 525960", "MINUTE, 15, 96, 35064", "HOUR, 1, 24, 8766", "HOUR, 6, 4, 1461",
            "HOUR, 5, 1, 1753.2", "HOUR, 24, 1, 365.25", "HOUR, 48, 1, 182.625", "DAY, 1, 7, 365.25",
            "DAY, 7, 1, 52.178571", "WEEK, 1, 52, 52.178571", "WEEK, 2, 26, 26.089286", "MONTH, 1, 12, 12",
            "MONTH, 3, 4, 4", "QUARTER, 1, 4, 4", "YEAR, 1, 1, 1", "YEAR, 2, 1, 0.5"})
    void seasonsAndYearsAreCountedInSteps(TimeStep unit, int step, int season, double year) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.TIMESTAMP, unit, step, null, 0);

        assertThat(axis.seasonLength()).isEqualTo(season);
        assertThat(axis.stepsPerYear()).isCloseTo(year, within(1e-6));
    }

    @Test
    void offTheCalendarThereIsNoSeasonNoYearAndNoDate() {
        assertThat(INTEGERS.seasonLength()).isEqualTo(1);
        assertThat(INTEGERS.stepsPerYear()).isNaN();
        assertThat(INTEGERS.date(5)).isNull();
        assertThat(new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 0).date(5)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"MINUTE, 1441, 2000-01-02", "HOUR, -1, 1999-12-31", "DAY, 59, 2000-02-29", "WEEK, 1, 2000-01-08",
            "MONTH, 13, 2001-02-01", "QUARTER, -1, 1999-10-01", "YEAR, 24, 2024-01-01"})
    void anEpochPutsIntegersOnTheCalendar(TimeStep unit, long ordinal, LocalDate day) {
        assertThat(new TimeAxis(TimeAxis.Kind.INTEGER, unit, 1, LocalDate.of(2000, 1, 1), 0).date(ordinal))
                .isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"DATE, DAY, 2024-03-31, 1, MONTH, 2024-02-29", "DATE, DAY, 2024-02-29, 1, YEAR, 2023-02-28",
            "DATE, MONTH, 2024-05-01, 2, QUARTER, 2023-11-01", "DATE, DAY, 2024-03-01, 2, WEEK, 2024-02-16",
            "DATE, DAY, 2024-03-03, 36, HOUR, 2024-03-01", "TIMESTAMP, HOUR, 2024-03-01T06:00, 90, MINUTE, "
                    + "2024-03-01T04:30",
            "TIMESTAMP, DAY, 2024-03-31T06:00, 1, QUARTER, 2023-12-31T06:00",
            "TIMESTAMP, DAY, 2024-03-31T06:00, 5, , 2024-03-26T06:00", "DATE, WEEK, 2024-03-31, 5, , 2024-02-25"})
    void historyReachesBackOnTheCalendar(TimeAxis.Kind kind, TimeStep unit, String from, int amount,
            @Nullable TimeStep of, String earlier) {
        TimeAxis axis = new TimeAxis(kind, unit, 1, null, (kind == TimeAxis.Kind.DATE ? DAYS : HOURS).ordinal(from));

        assertThat(axis.text(axis.minus(axis.ordinal(from), amount, of))).isEqualTo(earlier);
    }

    @ParameterizedTest
    @CsvSource({"WEEK, 1, YEAR, 52", "MONTH, 5, YEAR, 60", "QUARTER, 1, YEAR, 4", "DAY, 8, WEEK, 56",
            "DAY, 1, MONTH, 30", "HOUR, 2, DAY, 48", "MINUTE, 1, HOUR, 60", "YEAR, 8, QUARTER, 2", ", 5, YEAR, 5",
            "WEEK, 9, , 9"})
    void historyOfIntegersIsCountedInTheirUnit(@Nullable TimeStep unit, int amount, @Nullable TimeStep of,
            long steps) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.INTEGER, unit, 1, null, 0);

        assertThat(axis.minus(1000, amount, of)).isEqualTo(1000 - steps);
    }

    /** A spec may ask for more history than a time can say. */
    @ParameterizedTest
    @CsvSource({"DATE, YEAR", "DATE, QUARTER", "DATE, MONTH", "TIMESTAMP, YEAR", "TIMESTAMP, QUARTER",
            "TIMESTAMP, MONTH"})
    void theLongestHistoryReachesBackToBeforeAllRows(TimeAxis.Kind kind, TimeStep of) {
        TimeAxis axis = new TimeAxis(kind, TimeStep.DAY, 1, null, 0);

        assertThat(axis.minus(0, 9_999_999, of)).isLessThanOrEqualTo(axis.ordinal(LocalDate.of(-9999, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"0, DATE, DAY", "-1, INTEGER, WEEK", "1, DATE, ", "1, TIMESTAMP, ", "1, DATE, HOUR",
            "1, DATE, MINUTE"})
    void anAxisThatCannotCountIsRefused(int step, TimeAxis.Kind kind, @Nullable TimeStep unit) {
        assertThatThrownBy(() -> new TimeAxis(kind, unit, step, null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aZoneIsForTimestampsAlone() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");

        assertThat(HOURS.in(tokyo).zone()).isEqualTo(tokyo);
        assertThat(HOURS.in(tokyo).text(0)).isEqualTo("1970-01-01T09:00+09:00");
        assertThat(HOURS.in(tokyo).ordinal("1970-01-01T09:00")).isZero();
        assertThat(HOURS.in(tokyo).in(null)).isEqualTo(HOURS);
        assertThat(DAYS.in(tokyo)).isEqualTo(DAYS);
        assertThat(INTEGERS.in(tokyo)).isEqualTo(INTEGERS);
        assertThat(TimeAxis.fromJson(HOURS.in(tokyo).toJson())).isEqualTo(HOURS.in(tokyo));
    }

    @Property
    void inEveryZoneATimeIsReadAsItIsWritten(@ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = -4_000_000_000_000_000L, max = 4_000_000_000_000_000L) long ordinal) {
        TimeAxis axis = HOURS.in(zone);

        assertThat(axis.ordinal(axis.text(ordinal))).isEqualTo(ordinal);
    }

    @Property
    void alsoTheDaysBeforeTheYearOneAreReadAsTheyAreWritten(
            @ForAll @LongRange(min = -4_000_000, max = 2_900_000) long ordinal) {
        assertThat(DAYS.ordinal(DAYS.text(ordinal))).isEqualTo(ordinal);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
                "Africa/Monrovia", "Pacific/Apia", "UTC", "+05:45").map(ZoneId::of);
    }

    /** Midnights of Berlin in UTC: the clocks are set forward, and one day has 23 hours. */
    @Test
    void aDayOfTwentyThreeHoursIsOneStep() {
        long[] midnights = Stream.of("2024-03-29", "2024-03-30", "2024-03-31", "2024-04-01", "2024-04-02")
                .mapToLong(HOURS.in(ZoneId.of("Europe/Berlin"))::ordinal).toArray();

        TimeAxis axis = TimeAxis.infer(TimeAxis.Kind.TIMESTAMP, null, null, midnights);

        assertThat(axis.unit()).isEqualTo(TimeStep.DAY);
        assertThat(Arrays.stream(midnights).map(midnight -> axis.index(midnight) - axis.index(midnights[0])))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DATE      |                                             | DAY     | 1  | 1970-01-01
            DATE      | 2024-05-17                                  | DAY     | 1  | 2024-05-17
            DATE      | 2024-05-17 2024-05-17 2024-05-20            | DAY     | 3  | 2024-05-17
            DATE      | 2024-05-01 2024-05-03 2024-05-04            | DAY     | 1  | 2024-05-01
            DATE      | 2024-05-01 2024-05-11 2024-05-21            | DAY     | 10 | 2024-05-01
            DATE      | 2024-05-01 2024-05-15 2024-05-29            | WEEK    | 2  | 2024-05-01
            DATE      | 2024-01-31 2024-02-29 2024-03-31            | MONTH   | 1  | 2024-01-31
            DATE      | 2024-02-29 2024-03-31 2024-04-30            | MONTH   | 1  | 2024-03-31
            DATE      | 2023-12-31 2024-03-31                       | QUARTER | 1  | 2023-12-31
            DATE      | 2019-02-28 2020-02-28                       | YEAR    | 1  | 2020-02-28
            TIMESTAMP | 2024-01-01T00:00 2024-01-01T00:00:20        | MINUTE  | 1  | 2024-01-01T00:00
            TIMESTAMP | 2024-01-01T00:00 2024-01-01T06:00           | HOUR    | 6  | 2024-01-01T00:00
            TIMESTAMP | 2024-01-01T00:00 2024-01-08T00:00           | WEEK    | 1  | 2024-01-01T00:00
            TIMESTAMP | 2024-01-01T00:00 2024-01-31T00:00           | MONTH   | 1  | 2024-01-01T00:00
            """)
    void theCommonestDistanceIsTheStep(TimeAxis.Kind kind, @Nullable String times, TimeStep unit, int step,
            String anchor) {
        TimeAxis parser = kind == TimeAxis.Kind.DATE ? DAYS : HOURS;
        long[] ordinals = times == null
                ? new long[0]
                : Arrays.stream(times.strip().split(" ")).mapToLong(parser::ordinal).toArray();

        TimeAxis axis = TimeAxis.infer(kind, null, null, ordinals);

        assertThat(axis).isEqualTo(new TimeAxis(kind, unit, step, null, parser.ordinal(anchor)));
    }

    @Test
    void whatIsDeclaredIsNotInferred() {
        long[] everyOther = {4, 6, 8};
        LocalDate epoch = LocalDate.of(2000, 1, 1);

        assertThat(TimeAxis.infer(TimeAxis.Kind.INTEGER, TimeStep.WEEK, epoch, everyOther))
                .isEqualTo(new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 2, epoch, 4));
        assertThat(TimeAxis.infer(TimeAxis.Kind.DATE, TimeStep.DAY, null, everyOther))
                .isEqualTo(new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 4));
        assertThat(TimeAxis.infer(TimeAxis.Kind.TIMESTAMP, TimeStep.MINUTE, null, everyOther))
                .isEqualTo(new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.MINUTE, 1, null, 4));
        assertThat(TimeAxis.infer(TimeAxis.Kind.INTEGER, null, null, new long[] {0, 1L << 40}).step())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void gridsOfOtherRhythmsAreOthers() {
        assertThat(Stream.of(DAYS, HOURS, INTEGERS, new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 2, null, 0),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.WEEK, 1, null, 0),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.MONTH, 1, null, 0),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.QUARTER, 1, null, 0),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.QUARTER, 1, null, 31),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.YEAR, 1, null, 0),
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.YEAR, 1, null, 31),
                new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 0),
                new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(2000, 1, 1), 0),
                new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.HOUR, 1, null, 1)).map(TimeAxis::grid))
                .doesNotHaveDuplicates();
    }
}
