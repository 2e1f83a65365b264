package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.TimeStep;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenDaysTest {

    private static final TimeAxis DAYS = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, day("2024-01-01"));
    private static final Set<DayOfWeek> BUSINESS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    /** The ends of periods of 4, 4 and 5 weeks, from a Sunday on. */
    private static final long[] PERIODS = periods(24);

    private static long day(String date) {
        return LocalDate.parse(date).toEpochDay();
    }

    private static long[] periods(int count) {
        long[] ends = new long[count];
        ends[0] = day("2024-01-28");
        for (int i = 1; i < count; i++) {
            ends[i] = ends[i - 1] + (i % 3 == 2 ? 35 : 28);
        }
        return ends;
    }

    private static long[] days(String first, int count, Set<DayOfWeek> open) {
        return LongStream.iterate(day(first), day -> day + 1)
                .filter(day -> open.contains(LocalDate.ofEpochDay(day).getDayOfWeek())).limit(count).toArray();
    }

    @ParameterizedTest
    @CsvSource({"2024-02-02,1,2024-02-05", "2024-02-02,5,2024-02-09", "2024-02-05,-1,2024-02-02",
            "2024-02-03,1,2024-02-05"})
    void businessDaysLeaveOutTheWeekend(String from, int steps, String to) {
        TimeAxis axis = DAYS.on(OpenDays.of(BUSINESS));

        assertThat(axis.text(axis.plus(day(from), steps))).isEqualTo(to);
        assertThat(axis.seasonLength()).isEqualTo(5);
    }

    @Test
    void periodsOfFourFourFiveWeeksAreStepsOfAYearOfTwelve() {
        TimeAxis axis = DAYS.on(OpenDays.of(PERIODS));

        assertThat(axis.unit()).isEqualTo(TimeStep.MONTH);
        assertThat(axis.seasonLength()).isEqualTo(12);
        for (int i = 1; i < PERIODS.length; i++) {
            assertThat(axis.plus(PERIODS[i - 1], 1)).isEqualTo(PERIODS[i]);
        }
        assertThat(axis.plus(PERIODS[PERIODS.length - 1], 1)).isGreaterThan(PERIODS[PERIODS.length - 1]);
    }

    @Test
    void behindItsEndACalendarOfDaysGoesOnByTheWeek() {
        long[] open = days("2024-03-04", 40, EnumSet.complementOf(EnumSet.of(DayOfWeek.SUNDAY)));
        long[] withHoliday = Arrays.stream(open).filter(day -> day != day("2024-03-29")).toArray();
        TimeAxis axis = DAYS.on(OpenDays.of(withHoliday));

        assertThat(axis.text(axis.plus(day("2024-03-28"), 1))).isEqualTo("2024-03-30");
        assertThat(axis.text(axis.plus(open[39], 1))).isEqualTo("2024-04-19");
        assertThat(axis.text(axis.plus(day("2024-04-19"), 2))).isEqualTo("2024-04-22");
        assertThat(axis.text(axis.plus(day("2024-03-04"), -1))).isEqualTo("2024-03-02");
    }

    @Test
    void rowsThatLeaveOutDaysOfTheWeekTellSoWhereThereAreEnough() {
        assertThat(DAYS.weekly(days("2024-01-01", 60, BUSINESS))).contains(OpenDays.Weekly.of(BUSINESS));
        assertThat(DAYS.weekly(days("2024-01-01", 10, BUSINESS))).isEmpty();
        assertThat(DAYS.weekly(days("2024-01-01", 60, EnumSet.allOf(DayOfWeek.class)))).isEmpty();
        assertThat(DAYS.weekly(days("2024-01-01", 30, EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY))))
                .map(OpenDays.Weekly::toString).contains("mon thu");
        assertThat(TimeAxis.integers().weekly(new long[] {1, 2, 3})).isEmpty();
    }

    /** Midnight of Berlin is 23:00 or 22:00 UTC of the day before. */
    @Test
    void localDaysDecideWhetherATimestampIsOnAnOpenDay() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        long[] midnights = Arrays.stream(days("2024-01-01", 200, BUSINESS)).map(day -> LocalDate.ofEpochDay(day)
                .atStartOfDay(berlin).toInstant().toEpochMilli() * 1000).toArray();
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.DAY, 1, null, midnights[0], berlin);

        TimeAxis open = axis.on(axis.weekly(midnights).orElseThrow());

        for (int i = 1; i < midnights.length; i++) {
            assertThat(open.index(midnights[i]) - open.index(midnights[i - 1])).as("%d", i).isEqualTo(1);
        }
        assertThat(open.text(open.plus(midnights[4], 1))).isEqualTo("2024-01-08T00:00+01:00");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WEEK  | 2024-01-03 2024-01-10 2024-01-17            | 2024-01-24
            WEEK  | 2024-01-03 2024-01-10 2024-01-17 2024-01-23 | 2024-01-24
            MONTH | 2024-01-30 2024-02-29 2024-03-30 2024-04-30 | 2024-05-30
            MONTH | 2024-01-31 2024-02-29                       | 2024-03-31
            MONTH | 2023-11-15 2023-12-15                       | 2024-01-15
            """)
    void aKeysOwnRowsSayWhereItsStepsLie(TimeStep unit, String rows, String next) {
        TimeAxis family = new TimeAxis(TimeAxis.Kind.DATE, unit, 1, null, day("2024-01-01"));
        long[] times = Stream.of(rows.strip().split(" ")).mapToLong(OpenDaysTest::day).toArray();

        TimeAxis own = family.ofKey(times);

        assertThat(own.text(own.plus(times[times.length - 1], 1))).isEqualTo(next);
    }

    @Property
    void anOpenDayIsFoundByItsNumber(@ForAll("calendars") OpenDays days,
            @ForAll @IntRange(min = -3000, max = 3000) int position) {
        assertThat(days.position(days.day(position))).isEqualTo(position);
        assertThat(days.day(position + 1)).isGreaterThan(days.day(position));
    }

    @Property
    void aDayBelongsToTheOpenDayBeforeIt(@ForAll("calendars") OpenDays days,
            @ForAll @IntRange(min = 15_000, max = 25_000) int day) {
        long position = days.position(day);

        assertThat(days.day(position)).isLessThanOrEqualTo(day);
        assertThat(days.day(position + 1)).isGreaterThan(day);
    }

    @Property
    void jsonKeepsOpenDays(@ForAll("calendars") OpenDays days) {
        TimeAxis axis = DAYS.on(days);

        assertThat(TimeAxis.fromJson(axis.toJson())).isEqualTo(axis);
        assertThat(TimeAxis.fromJson(axis.toJson()).grid()).isEqualTo(axis.grid()).isNotEqualTo(DAYS.grid());
    }

    @Provide
    Arbitrary<OpenDays> calendars() {
        Arbitrary<OpenDays> weekly = Arbitraries.integers().between(1, 127).map(OpenDays.Weekly::new);
        Arbitrary<OpenDays> listed = Arbitraries.longs().between(19_000, 20_000).set().ofMinSize(2).ofMaxSize(300)
                .map(days -> OpenDays.of(days.stream().mapToLong(Long::longValue).toArray()));
        return Arbitraries.oneOf(weekly, listed);
    }

    @Test
    void timesOfTheDayStay() {
        long noon = LocalDateTime.of(2024, 2, 2, 12, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.DAY, 1, null, noon).on(OpenDays.of(BUSINESS));

        assertThat(axis.text(axis.plus(noon, 1))).isEqualTo("2024-02-05T12:00");
    }
}
