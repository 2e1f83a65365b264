package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeAxisTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DATE      | DAY     | 1 | 2015-06-28          | 3  | 2015-07-01
            DATE      | WEEK    | 1 | 2024-12-26          | 2  | 2025-01-09
            DATE      | MONTH   | 1 | 2024-01-15          | 13 | 2025-02-15
            DATE      | MONTH   | 1 | 2024-01-31          | 1  | 2024-02-29
            DATE      | MONTH   | 1 | 2024-01-31          | 3  | 2024-04-30
            DATE      | QUARTER | 1 | 2023-11-01          | 1  | 2024-02-01
            DATE      | QUARTER | 1 | 2023-12-31          | 1  | 2024-03-31
            DATE      | YEAR    | 1 | 2024-02-29          | 1  | 2025-02-28
            TIMESTAMP | HOUR    | 1 | 2024-02-28T23:00    | 2  | 2024-02-29T01:00
            TIMESTAMP | MINUTE  | 15| 2024-02-28T23:45    | 2  | 2024-02-29T00:15
            TIMESTAMP | MONTH   | 1 | 2024-01-31T06:30    | 1  | 2024-02-29T06:30
            INTEGER   |         | 1 | 157                 | 3  | 160
            INTEGER   |         | 5 | 10                  | 2  | 20
            """)
    void countsStepsOnTheCalendar(TimeAxis.Kind kind, TimeStep unit, int step, String from, int steps, String to) {
        TimeAxis parser = new TimeAxis(kind, unit, step, null, 0);
        TimeAxis axis = new TimeAxis(kind, unit, step, null, parser.ordinal(from));

        long later = axis.plus(axis.ordinal(from), steps);

        assertThat(axis.text(later)).isEqualTo(to);
        assertThat(axis.index(later) - axis.index(axis.ordinal(from))).isEqualTo(steps);
        assertThat(axis.plus(later, -steps)).isEqualTo(axis.ordinal(from));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DATE      | 2015-06-28 2015-06-29 2015-06-30 2015-07-03 | DAY     | 1
            DATE      | 2024-01-04 2024-01-11 2024-01-25            | WEEK    | 1
            DATE      | 2024-01-31 2024-02-29 2024-03-31 2024-04-30 | MONTH   | 1
            DATE      | 2024-01-01 2024-04-01 2024-07-01            | QUARTER | 1
            DATE      | 2021-01-01 2022-01-01 2023-01-01            | YEAR    | 1
            TIMESTAMP | 2024-01-01T00:00 2024-01-01T01:00 2024-01-01T02:00 | HOUR | 1
            TIMESTAMP | 2024-01-01T00:00 2024-01-01T00:30 2024-01-01T01:00 | MINUTE | 30
            TIMESTAMP | 2024-01-01T00:00 2024-01-02T00:00 | DAY | 1
            INTEGER   | 40 41 42 46                                 |         | 1
            INTEGER   | 0 10 20                                     |         | 10
            """)
    void infersHowOftenRowsCome(TimeAxis.Kind kind, String times, TimeStep unit, int step) {
        TimeAxis parser = new TimeAxis(kind, kind == TimeAxis.Kind.INTEGER ? null : TimeStep.DAY, 1, null, 0);
        long[] ordinals = Arrays.stream(times.strip().split(" ")).mapToLong(parser::ordinal).toArray();

        TimeAxis axis = TimeAxis.infer(kind, null, null, ordinals);

        assertThat(axis.unit()).isEqualTo(unit);
        assertThat(axis.step()).isEqualTo(step);
        for (int i = 1; i < 3 && i < ordinals.length; i++) {
            assertThat(axis.ordinalAt(axis.index(ordinals[i]))).isEqualTo(ordinals[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "DATE, 2015-12-30 2015-12-31 2016-01-01 2016-12-31 2017-01-01 2016-02-29 1969-12-31 1970-01-01, 364 365 1 366 1 60 365 1",
            "TIMESTAMP, 2015-12-31T23:59 2016-01-01T00:00 1969-12-31T23:59 2016-12-31T12:00, 365 1 365 366"})
    void knowsTheDaysOfTheYear(TimeAxis.Kind kind, String times, String days) {
        TimeAxis axis = new TimeAxis(kind, TimeStep.DAY, 1, null, 0);

        assertThat(axis.daysOfYear(Arrays.stream(times.split(" ")).mapToLong(axis::ordinal).toArray()))
                .containsExactly(Arrays.stream(days.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    @Test
    void integersLieOnTheCalendarWhereTheirUnitDoes() {
        assertThat(TimeAxis.integers().daysOfYear(new long[] {0, 365})).containsExactly(0, 0);
        assertThat(new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(2020, 12, 30), 0)
                .daysOfYear(new long[] {0, 1, 2})).containsExactly(365, 6, 13);
    }

    @Test
    void placesIntegersOnTheCalendar() {
        TimeAxis weeks = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(1989, 9, 14), 40);

        assertThat(weeks.date(1)).isEqualTo(LocalDate.of(1989, 9, 21));
        assertThat(weeks.seasonLength()).isEqualTo(52);
        assertThat(weeks.minus(160, 1, TimeStep.YEAR)).isEqualTo(108);
    }

    @Test
    void survivesJson() {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 2, LocalDate.of(1989, 9, 14), -3);

        assertThat(TimeAxis.fromJson(axis.toJson())).isEqualTo(axis);
        assertThat(TimeAxis.fromJson(TimeAxis.integers().toJson())).isEqualTo(TimeAxis.integers());
    }

    @Test
    void saysWhatIsWrongWithATime() {
        TimeAxis days = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);

        assertThatThrownBy(() -> days.ordinal("yesterday")).isInstanceOf(ManyModelsException.class)
                .hasMessage("Time [yesterday] is not a date. Maybe 1970-01-01");
    }

    @ParameterizedTest
    @CsvSource({"2015-07-01,2015-07-01", "2015-07-01T12:30,2015-07-01", "2015-07-01 00:00:00,2015-07-01",
            "2015-07-01T23:00:00-05:00,2015-07-01", "2015-07-01T00:30Z,2015-07-01"})
    void aDayMayBringTheTimeOfTheDay(String text, String day) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);

        assertThat(axis.text(axis.ordinal(text))).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2015-07-01garbage", "2015-07-01 x", "2015-07-013", "2015-07-01T", "2015-07-0", "2015-7-1",
            "2015-07-01T25:00", ""})
    void aDayWithRubbishBehindItIsNone(String text) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);

        assertThatThrownBy(() -> axis.ordinal(text)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.code()).isEqualTo("time-malformed"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DATE      | DAY     | 1  | 2024-01-01       | 2024-05-17       | true
            DATE      | DAY     | 2  | 2024-01-01       | 2024-01-02       | false
            DATE      | WEEK    | 1  | 2024-01-01       | 2024-02-05       | true
            DATE      | WEEK    | 1  | 2024-01-01       | 2024-01-02       | false
            DATE      | MONTH   | 1  | 2024-01-31       | 2024-02-29       | true
            DATE      | MONTH   | 1  | 2024-01-15       | 2024-02-15       | true
            DATE      | MONTH   | 1  | 2024-01-15       | 2024-02-16       | false
            DATE      | QUARTER | 1  | 2024-01-01       | 2024-07-01       | true
            DATE      | QUARTER | 1  | 2024-01-01       | 2024-02-01       | false
            DATE      | YEAR    | 1  | 2024-03-01       | 2020-03-01       | true
            DATE      | YEAR    | 1  | 2024-03-01       | 2020-04-01       | false
            TIMESTAMP | HOUR    | 1  | 2024-01-01T00:00 | 2024-01-01T07:00 | true
            TIMESTAMP | HOUR    | 1  | 2024-01-01T00:00 | 2024-01-01T07:15 | false
            TIMESTAMP | MONTH   | 1  | 2024-01-01T00:00 | 2024-02-01T06:00 | false
            INTEGER   |         | 5  | 10               | 25               | true
            INTEGER   |         | 5  | 10               | 26               | false
            """)
    void twoAnchorsOfOneGridAreTheSame(TimeAxis.Kind kind, TimeStep unit, int step, String one, String other,
            boolean same) {
        TimeAxis parser = new TimeAxis(kind, unit, step, null, 0);

        String grid = new TimeAxis(kind, unit, step, null, parser.ordinal(one)).grid();
        String again = new TimeAxis(kind, unit, step, null, parser.ordinal(other)).grid();

        assertThat(again.equals(grid)).isEqualTo(same);
    }

    private static final Holidays NEW_YEAR = new Holidays("XX", new long[] {LocalDate.of(2024, 1, 1).toEpochDay()});

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DATE      | DAY  |               | 2024-01-01       | 1 | 0 | 0
            DATE      | DAY  |               | 2023-12-31       | 0 | 1 | 0
            DATE      | DAY  |               | 2024-01-02       | 0 | 0 | 1
            TIMESTAMP | HOUR |               | 2024-01-01T23:00 | 1 | 0 | 0
            TIMESTAMP | HOUR | Europe/Berlin | 2023-12-31T23:30Z| 1 | 0 | 0
            TIMESTAMP | HOUR | Europe/Berlin | 2024-01-01T23:30Z| 0 | 0 | 1
            INTEGER   | DAY  |               | 366              | 1 | 0 | 0
            """)
    void aDayIsAHolidayWhereItsRowIs(TimeAxis.Kind kind, TimeStep unit, String zone, String time, double itself,
            double before, double after) {
        TimeAxis axis = new TimeAxis(kind, unit, 1, kind == TimeAxis.Kind.INTEGER ? LocalDate.of(2022, 12, 31) : null,
                0,
                zone == null ? null : ZoneId.of(zone)).with(NEW_YEAR);

        long ordinal = axis.ordinal(time);

        assertThat(new double[] {axis.holiday(ordinal, 0), axis.holiday(ordinal, 1), axis.holiday(ordinal, -1)})
                .containsExactly(itself, before, after);
        assertThat(TimeAxis.fromJson(axis.toJson())).isEqualTo(axis);
        assertThat(axis.isWithinDays()).isTrue();
    }

    @Test
    void holidaysArePartOfTheGridAndGoWithTheAxis() {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);
        TimeAxis with = axis.with(NEW_YEAR);

        assertThat(with.grid()).isNotEqualTo(axis.grid())
                .isNotEqualTo(axis.with(new Holidays("XX", new long[] {1})).grid());
        assertThat(List.of(with.in(null), with.ofKey(new long[] {7}),
                with.on(OpenDays.of(Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)))))
                .allSatisfy(other -> assertThat(other.holidays()).isEqualTo(NEW_YEAR));
        assertThat(axis.holiday(0, 0)).isNaN();
        assertThat(new TimeAxis(TimeAxis.Kind.DATE, TimeStep.WEEK, 1, null, 0).isWithinDays()).isFalse();
        assertThat(TimeAxis.integers().with(NEW_YEAR).holiday(5, 0)).isNaN();
    }
}
