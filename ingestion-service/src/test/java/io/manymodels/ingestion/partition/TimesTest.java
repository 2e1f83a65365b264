package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.partition;
import static io.manymodels.ingestion.partition.ShuffleFixture.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.TimeAxis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final String FORECAST = TIMED.replace("task: regression", "task: forecast")
            + "forecast: {horizon: 3}\n";
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private ShuffledData times(String spec, int rows, IntFunction<String> time) throws IOException {
        fixture.rows("k,t,y", 3 * rows, i -> "%s,%s,%d".formatted("uvw".charAt(i / rows), time.apply(i % rows),
                i * 7919 % 101));
        return fixture.shuffle(spec);
    }

    private static TimeAxis axis(ShuffledData data) {
        return Objects.requireNonNull(data.timeAxis());
    }

    private static String next(ShuffledData data) {
        return axis(data).text(axis(data).plus(Objects.requireNonNull(data.lastTime()), 1));
    }

    @Test
    void eightDigitsAreDays() throws Exception {
        LocalDate first = LocalDate.of(2019, 11, 20);

        ShuffledData data = times(FORECAST, 102,
                i -> first.plusDays(i).format(DateTimeFormatter.BASIC_ISO_DATE));

        assertThat(column(data, "t").type()).isEqualTo(ColumnType.DATE);
        assertThat(axis(data).unit()).isEqualTo(TimeStep.DAY);
        assertThat(next(data)).isEqualTo("2020-03-01");
        assertThat(warnings(data)).contains("time [t] holds days as YYYYMMDD", "columns.types: {t: integer}");
        assertThat(axis(data).ordinal(20200301)).isEqualTo(LocalDate.of(2020, 3, 1).toEpochDay());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", unit: month", ", frequency: month"})
    void sixDigitsAreMonths(String unit) throws Exception {
        LocalDate first = LocalDate.of(2018, 3, 1);

        ShuffledData data = times(FORECAST.replace("time: t", "time: {column: t" + unit + "}"), 46,
                i -> first.plusMonths(i).format(DateTimeFormatter.ofPattern("yyyyMM")));

        assertThat(axis(data).unit()).isEqualTo(TimeStep.MONTH);
        assertThat(next(data)).isEqualTo("2022-01-01");
        assertThat(axis(data).ordinal("202201")).isEqualTo(LocalDate.of(2022, 1, 1).toEpochDay());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", unit: week"})
    void sixDigitsWithMoreThanTwelveAreIsoWeeks(String unit) throws Exception {
        LocalDate first = LocalDate.of(2014, 12, 29);

        ShuffledData data = times(FORECAST.replace("time: t", "time: {column: t" + unit + "}"), 60, i -> {
            LocalDate day = first.plusWeeks(i);
            return "%d%02d".formatted(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        });

        assertThat(axis(data).unit()).isEqualTo(TimeStep.WEEK);
        assertThat(next(data)).isEqualTo("2016-02-22");
        assertThat(axis(data).ordinal(201601)).isEqualTo(LocalDate.of(2016, 1, 4).toEpochDay());
    }

    @Test
    void fiveDigitsAreQuarters() throws Exception {
        ShuffledData data = times(FORECAST, 30, i -> "%d%d".formatted(2010 + i / 4, i % 4 + 1));

        assertThat(axis(data).unit()).isEqualTo(TimeStep.QUARTER);
        assertThat(next(data)).isEqualTo("2017-07-01");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000})
    void secondsAndMillisecondsSince1970AreInstants(long scale) throws Exception {
        long first = 1_700_000_000L / 3600 * 3600;

        ShuffledData data = times(FORECAST, 60, i -> String.valueOf((first + i * 3600L) * scale));

        assertThat(column(data, "t").type()).isEqualTo(ColumnType.TIMESTAMP);
        assertThat(axis(data).unit()).isEqualTo(TimeStep.HOUR);
        assertThat(axis(data).ordinal(first * scale)).isEqualTo(first * 1_000_000);
    }

    @Test
    void countersStayCounters() throws Exception {
        assertThat(column(times(FORECAST, 60, String::valueOf), "t").type()).isEqualTo(ColumnType.INTEGER);
        assertThat(column(times(FORECAST, 60, i -> String.valueOf(201_490 + i)), "t").type())
                .isEqualTo(ColumnType.INTEGER);
        assertThat(column(times(FORECAST.replace("time: t", "time: {column: t, unit: day, epoch: 1900-01-01}"), 60,
                i -> String.valueOf(20_200_101 + i)), "t").type()).isEqualTo(ColumnType.INTEGER);
        assertThat(column(times(FORECAST + "columns: {types: {t: integer}}\n", 30,
                i -> String.valueOf(20_200_101 + i)), "t").type()).isEqualTo(ColumnType.INTEGER);
    }

    /** As counters they would jump: 240131, 240201. */
    @ParameterizedTest
    @CsvSource({"yyMMdd, date(%y%m%d)", "yyyyDDD, date(%Y%j)", "ddMMyyyy, date(%d%m%Y)", "MMddyyyy, date(%m%d%Y)"})
    void whatMayBeDatesOtherwiseIsRefusedWithTheLineThatReadsThem(String pattern, String type) throws Exception {
        LocalDate first = LocalDate.of(2022, 11, 5);
        IntFunction<String> time = i -> first.plusDays(i).format(DateTimeFormatter.ofPattern(pattern));

        assertThatThrownBy(() -> times(FORECAST, 117, time)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("columns-unfit");
            assertThat(e.getMessage()).contains("columns.types: {t: " + type + "}");
        });
        assertThat(next(times(FORECAST + "columns: {types: {t: \"" + type + "\"}}\n", 117, time)))
                .isEqualTo("2023-03-02");
        assertThat(column(times(FORECAST + "columns: {types: {t: integer}}\n", 117, time), "t").type())
                .isEqualTo(ColumnType.INTEGER);
    }

    @ParameterizedTest
    @CsvSource({"MMyyyy, date(%m%Y)", "yyMM, date(%y%m)"})
    void monthsOtherwiseAreRefusedLikewise(String pattern, String type) throws Exception {
        LocalDate first = LocalDate.of(2018, 5, 1);
        IntFunction<String> time = i -> first.plusMonths(i).format(DateTimeFormatter.ofPattern(pattern));

        assertThatThrownBy(() -> times(FORECAST, 50, time)).hasMessageContaining("columns.types: {t: " + type + "}");
        assertThat(next(times(FORECAST + "columns: {types: {t: \"" + type + "\"}}\n", 50, time)))
                .isEqualTo("2022-07-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 100, 10_001})
    void countersByAnyDistanceStayCounters(int distance) throws Exception {
        ShuffledData data = times(FORECAST, 60, i -> String.valueOf(3_000_017 + (long) distance * i));

        assertThat(column(data, "t").type()).isEqualTo(ColumnType.INTEGER);
        assertThat(next(data)).isEqualTo(String.valueOf(3_000_017 + 60L * distance));
    }

    @Test
    void twoInstantsStayTwoOverTheEndOfSummerTime() throws Exception {
        ZonedDateTime first = ZonedDateTime.of(2022, 10, 28, 0, 0, 0, 0, LISBON);

        ShuffledData data = times(FORECAST, 100, i -> first.plusHours(i)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx")));

        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
        assertThat(axis(data).unit()).isEqualTo(TimeStep.HOUR);
        assertThat(partition(data, "{\"k\":\"u\"}").profile()).contains("\"gaps\":0");
        assertThat(next(data)).isEqualTo(first.plusHours(100).withZoneSameInstant(ZoneId.of("UTC")).toLocalDateTime()
                .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd HH:mm:ssx", "yyyy-MM-dd'T'HH:mmXXX"})
    void anOffsetBehindTheSampleCountsToo(String pattern) throws Exception {
        ZonedDateTime first = ZonedDateTime.of(2020, 1, 1, 0, 0, 0, 0, ZoneId.of("UTC"));
        ZonedDateTime away = first.withZoneSameInstant(ZoneId.of("+05:30"));
        fixture.rows("k,t,y", 30_000, i -> "%d,%s,%d".formatted(i / 10_000, i < 29_999
                ? first.plusHours(i % 10_000).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"))
                : away.plusHours(i % 10_000).format(DateTimeFormatter.ofPattern(pattern)), i % 11));

        ShuffledData data = fixture.shuffle(FORECAST);

        assertThat(data.partitions()).allMatch(partition -> partition.verdict().passed());
        assertThat(partition(data, "{\"k\":2}").toTime()).isEqualTo(partition(data, "{\"k\":0}").toTime());
        assertThat(partition(data, "{\"k\":2}").profile()).contains("\"gaps\":0");
    }

    @Test
    void localTimesAreOfTheZoneThatTheSpecNames() throws Exception {
        ShuffledData data = times(FORECAST.replace("time: t", "time: {column: t, zone: Asia/Kolkata}"), 60,
                i -> LocalDateTime.of(2023, 7, 1, 0, 0).plusHours(i).toString());

        assertThat(partition(data, "{\"k\":\"u\"}").fromTime()).isEqualTo(
                ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.of(2023, 6, 30, 18, 30)));
        assertThat(axis(data).ordinal("2023-07-01T00:00")).isEqualTo(partition(data, "{\"k\":\"u\"}").fromTime());
        assertThat(axis(data).ordinal(axis(data).text(5))).isEqualTo(5);
    }

    @Test
    void aRepeatedHourIsToldFromRepeatedRows() throws Exception {
        ZonedDateTime first = ZonedDateTime.of(2022, 10, 28, 0, 0, 0, 0, LISBON);

        ShuffledData data = times(FORECAST, 100, i -> first.plusHours(i).toLocalDateTime().toString());

        assertThat(partition(data, "{\"k\":\"u\"}").verdict().code()).isEqualTo("duplicate-time");
        assertThat(partition(data, "{\"k\":\"u\"}").verdict().message()).contains("clocks were set back", "offset",
                "time.zone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2119-05-30", "9999-12-31", "2019-09-15"})
    void oneMistypedDateMovesNobodysHorizon(String slip) throws Exception {
        LocalDate first = LocalDate.of(2019, 3, 1);
        fixture.rows("k,t,y", 364, i -> "%s,%s,%d".formatted("uvwx".charAt(i / 91),
                i == 300 ? slip : first.plusDays(i % 91), i * 7919 % 101));

        ShuffledData data = fixture.shuffle(FORECAST);

        assertThat(next(data)).isEqualTo("2019-05-31");
        assertThat(partition(data, "{\"k\":\"x\"}").verdict().code()).isEqualTo("time-outlier");
        assertThat(partition(data, "{\"k\":\"x\"}").verdict().passed()).isTrue();
        assertThat(partition(data, "{\"k\":\"x\"}").rows()).isEqualTo(90);
        assertThat(partition(data, "{\"k\":\"x\"}").profile()).contains("\"gaps\":1");
        assertThat(warnings(data)).contains("{\\\"k\\\":\\\"x\\\"} ends at [" + slip + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1019-03-31", "1970-01-01"})
    void oneDateInThePastIsLeftOutAndSaid(String slip) throws Exception {
        LocalDate first = LocalDate.of(2019, 3, 1);
        fixture.rows("k,t,y", 364, i -> "%s,%s,%d".formatted("uvwx".charAt(i / 91),
                i == 300 ? slip : first.plusDays(i % 91), i * 7919 % 101));

        ShuffledData data = fixture.shuffle(FORECAST);

        assertThat(next(data)).isEqualTo("2019-05-31");
        assertThat(partition(data, "{\"k\":\"x\"}").verdict().code()).isEqualTo("time-outlier");
        assertThat(partition(data, "{\"k\":\"x\"}").rows()).isEqualTo(90);
        assertThat(partition(data, "{\"k\":\"x\"}").labelledRows()).isEqualTo(90);
        assertThat(partition(data, "{\"k\":\"x\"}").firstRow()).isEqualTo(274);
        assertThat(partition(data, "{\"k\":\"x\"}").profile()).contains("\"gaps\":1");
        assertThat(warnings(data)).contains("{\\\"k\\\":\\\"x\\\"} begins at [" + slip + "]");
    }

    @Test
    void aClockThatIsYearsAheadMovesNobody() throws Exception {
        LocalDate first = LocalDate.of(2019, 3, 1);
        fixture.rows("k,t,y", 364, i -> "%s,%s,%d".formatted("uvwx".charAt(i / 91),
                first.plusDays(i % 91).plusYears(i >= 273 ? 30 : 0), i * 7919 % 101));

        ShuffledData data = fixture.shuffle(FORECAST);

        assertThat(next(data)).isEqualTo("2019-05-31");
        assertThat(partition(data, "{\"k\":\"x\"}").verdict().code()).isNotNull();
    }

    @Test
    void keysThatEndEarlierAreNoReasonToTakeTheOthersForSlips() throws Exception {
        LocalDate first = LocalDate.of(2019, 3, 1);
        // One is complete, the others are one to three weeks late.
        fixture.rows("k,t,y", 600, i -> i / 60 > 0 && i % 60 >= 60 - 7 - i / 60 * 2
                ? "z,%s,%d".formatted(first.plusDays(i % 20), i)
                : "%d,%s,%d".formatted(i / 60, first.plusDays(i % 60), i * 7919 % 101));

        ShuffledData data = fixture.shuffle(FORECAST);

        assertThat(Objects.requireNonNull(data.lastTime())).isEqualTo(first.plusDays(59).toEpochDay());
        assertThat(warnings(data)).doesNotContain("ends at");
    }

    /** A holiday and one row on a Saturday, which is a slip. */
    @Test
    void rowsOnBusinessDaysAloneMakeThemTheSteps() throws Exception {
        List<LocalDate> days = LocalDate.of(2023, 1, 2).datesUntil(LocalDate.of(2024, 11, 30))
                .filter(day -> day.getDayOfWeek().getValue() < 6 && day.getDayOfYear() != 121).toList();

        ShuffledData data = times(FORECAST, days.size(),
                i -> (i == 300 ? LocalDate.of(2023, 3, 4) : days.get(i)).toString());

        assertThat(days.getLast()).isEqualTo("2024-11-29");
        assertThat(next(data)).isEqualTo("2024-12-02");
        assertThat(axis(data).seasonLength()).isEqualTo(5);
        assertThat(warnings(data)).contains("[mon tue wed thu fri]", "calendar: every-step");
    }

    @Test
    void theSpecSaysWhichDaysThereAre() throws Exception {
        LocalDate first = LocalDate.of(2024, 1, 1);
        IntFunction<String> daily = i -> first.plusDays(i).toString();
        Function<String, String> spec = calendar -> FORECAST.replace("time: t",
                "time: {column: t, calendar: " + calendar + "}");

        assertThat(next(times(spec.apply("every-step"), 103, daily))).isEqualTo("2024-04-13");
        ShuffledData business = times(spec.apply("business-days"), 103, daily);
        assertThat(next(business)).isEqualTo("2024-04-15");
        assertThat(warnings(business)).contains("time.calendar: [84] rows lie on days that it does not name");
        assertThat(next(times(spec.apply("[mon, thu]"), 103, daily))).isEqualTo("2024-04-15");
        assertThat(next(times(spec.apply("[2024-03-31, 2024-04-12, 2024-05-19]"), 103, daily)))
                .isEqualTo("2024-05-19");
        assertThatThrownBy(() -> times(spec.apply("business-days"), 90, String::valueOf))
                .hasMessageContaining("time.calendar");
    }

    /** The rows behind 30 April have no target: they name the open days, a Saturday among them and no 6 May. */
    @Test
    void rowsWithoutATargetNameTheOpenDays() throws Exception {
        List<LocalDate> days = Stream.concat(
                LocalDate.of(2024, 1, 1).datesUntil(LocalDate.of(2024, 5, 1))
                        .filter(day -> day.getDayOfWeek().getValue() < 6),
                Stream.of("2024-05-02", "2024-05-04", "2024-05-07").map(LocalDate::parse)).toList();
        fixture.rows("k,t,y", days.size(),
                i -> "u,%s,%s".formatted(days.get(i), i < days.size() - 3 ? i * 7 % 31 : ""));

        ShuffledData data = fixture
                .shuffle(FORECAST.replace("time: t", "time: {column: t, calendar: rows}"));

        long last = Objects.requireNonNull(data.lastTime());
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(step -> axis(data).text(axis(data).plus(last, step))))
                .containsExactly("2024-05-02", "2024-05-04", "2024-05-07");
    }

    @ParameterizedTest
    @CsvSource({"CAST('infinity' AS DATE),rows.parquet", "CAST('-infinity' AS TIMESTAMP),rows.parquet"})
    void foreverIsNoTimeAndSpoilsItsKeyAlone(String forever, String name) throws Exception {
        fixture.copy("""
                SELECT i // 40 AS k, CASE WHEN i = 50 THEN %s ELSE DATE '2024-01-01' + CAST(i %% 40 AS INTEGER) END AS t,
                       i * 7919 %% 101 AS y FROM range(120) r(i)""".formatted(forever), name);

        ShuffledData data = fixture.shuffle(FORECAST.replace("rows.csv", name));

        assertThat(partition(data, "{\"k\":1}").verdict().code()).isEqualTo("time-missing");
        assertThat(partition(data, "{\"k\":0}").verdict().code()).isNull();
    }

    @Test
    void foreverInATextIsAValueThatDoesNotFit() throws Exception {
        LocalDate first = LocalDate.of(2024, 1, 1);
        ShuffledData data = times(FORECAST + "columns: {types: {t: date}}\n", 60,
                i -> i == 30 ? "infinity" : first.plusDays(i).toString());

        assertThat(data.partitions()).allSatisfy(
                partition -> assertThat(partition.verdict().code()).isEqualTo("time-missing"));
        assertThat(partition(data, "{\"k\":\"u\"}").verdict().message()).contains("[t] holds [infinity]");
    }

    @Test
    void aFrequencyFinerThanADateIsRefused() {
        LocalDate first = LocalDate.of(2024, 1, 1);

        assertThatThrownBy(() -> times(FORECAST.replace("time: t", "time: {column: t, frequency: hour}"), 30,
                i -> first.plusDays(i).toString())).isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ManyModelsException.Kind.INVALID);
                    assertThat(e.getMessage()).contains("time.frequency: [hour]", "Maybe [day]");
                });
    }

    @Test
    void holidaysOfTheCountryGoWithTheAxis() throws IOException {
        LocalDate first = LocalDate.of(2024, 9, 1);

        ShuffledData german = times(FORECAST + "calendar: {holidays: DE}\n", 60, i -> first.plusDays(i).toString());
        ShuffledData other = times(FORECAST + "calendar: {holidays: FR}\n", 60, i -> first.plusDays(i).toString());
        ShuffledData none = times(FORECAST, 60, i -> first.plusDays(i).toString());

        TimeAxis axis = axis(german);
        assertThat(axis.holiday(axis.ordinal("2024-10-03"), 0)).isEqualTo(1);
        assertThat(axis.holiday(axis.ordinal("2034-10-02"), 1)).as("ten years ahead").isEqualTo(1);
        assertThat(axis.holiday(axis.ordinal("2024-10-02"), 0)).isZero();
        assertThat(axis(other).holiday(axis.ordinal("2024-10-03"), 0)).isZero();
        assertThat(axis(none).holidays()).isNull();
        assertThat(Stream.of(german, other, none).map(data -> data.partitions().getFirst().fingerprint()))
                .doesNotHaveDuplicates();
    }

    @Test
    void weeksHaveNoHolidaysAndAWarningSaysSo() throws IOException {
        LocalDate first = LocalDate.of(2024, 9, 2);

        ShuffledData weekly = times(FORECAST + "calendar: {holidays: DE}\n", 60, i -> first.plusWeeks(i).toString());

        assertThat(axis(weekly).holidays()).isNull();
        assertThat(warnings(weekly)).contains("calendar.holidays: [DE] says nothing of rows that come by [week]");
    }
}
