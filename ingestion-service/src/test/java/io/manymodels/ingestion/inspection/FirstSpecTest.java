package io.manymodels.ingestion.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.source.JdbcDrivers;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

class FirstSpecTest {

    @TempDir
    Path folder;

    private FamilySpec draft(String name, String header, int rows, IntFunction<String> row) throws IOException {
        Path landing = Files.createDirectories(folder.resolve("landing"));
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i)).append('\n');
        }
        Files.writeString(landing.resolve(name), text);
        // No test here reads objects, and a store cannot be made without a server.
        Sources sources = new Sources(new LandingFolder(landing), Mockito.mock(ObjectStore.class), Map.of(),
                new JdbcDrivers(landing));
        return FamilySpec.read(FirstSpec.of(name, sources, new SandboxLimits("300MB", 1, 1_000_000_000),
                Files.createTempDirectory(folder, "work").toRealPath())).orThrow();
    }

    @Test
    void theKeyIsWhatTellsRowsOfOneTimeApart() throws Exception {
        FamilySpec spec = draft("Milk sales.csv", "region,dairy,price,sold_units,day", 400,
                i -> "%s,%d,%d.5,%d,%s".formatted(
                        i % 2 == 0 ? "north" : "south", i / 2 % 4, i % 3, i * 31 % 57,
                        LocalDate.of(2021, 3, 1).plusDays(i / 8)));

        assertThat(spec.key()).containsExactly("region", "dairy");
        assertThat(spec.target()).isEqualTo("sold_units");
        assertThat(spec.time()).extracting(FamilySpec.Time::column).isEqualTo("day");
        assertThat(spec.task()).isEqualTo(Task.FORECAST);
        assertThat(spec.family()).isEqualTo("milk-sales");
    }

    /** Where a country lies is no forecast, though it is the last number. */
    @Test
    void aNumberThatStaysTheSameInEachKeyIsNoTarget() throws Exception {
        FamilySpec spec = draft("countries.csv", "country,continent,year,people,wealth,latitude", 240,
                i -> "c%d,%s,%d,%d,%d.5,%d.25".formatted(i / 12, i / 12 % 2 == 0 ? "x" : "y", 1950 + i % 12 * 5,
                        1000 + i * 31 % 57, 10 + i * 17 % 23, i / 12 * 3));

        assertThat(spec.target()).isEqualTo("wealth");
        assertThat(spec.key()).containsExactly("country");
    }

    @Test
    void weeksByNumberAreATime() throws Exception {
        FamilySpec spec = draft("weeks.csv", "shop,week,y", 200, i -> "%d,%d,%d".formatted(i / 50 + 1, i % 50 + 1,
                i * 7 % 23));

        assertThat(spec.key()).containsExactly("shop");
        assertThat(spec.time()).extracting(FamilySpec.Time::column).isEqualTo("week");
        assertThat(spec.target()).isEqualTo("y");
    }

    @Test
    void labelsWithoutTimeAreClassified() throws Exception {
        FamilySpec spec = draft("claims.csv", "office,kind,outcome", 90, i -> "%s,%s,%s".formatted("abc".charAt(i % 3),
                "xyzw".charAt(i % 4), i % 5 == 0 ? "paid" : "refused"));

        assertThat(spec.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(spec.target()).isEqualTo("outcome");
        assertThat(spec.key()).containsExactly("office");
    }

    @Test
    void aFileOfOneSeriesIsOneKey() throws Exception {
        FamilySpec spec = draft("price.csv", "Date,Price,Series", 300, i -> "%s,%d.25,%d".formatted(
                LocalDate.of(1914, 12, 1).plusMonths(i), 40 + i * 31 % 57, i * 17 % 299));

        assertThat(spec.key()).containsExactly("series_");
        assertThat(spec.transform()).isEqualTo("SELECT 'all' AS series_, * FROM source");
        assertThat(spec.time()).extracting(FamilySpec.Time::column).isEqualTo("Date");
        assertThat(spec.task()).isEqualTo(Task.FORECAST);
    }

    /** A wind that takes few values groups nothing. */
    @Test
    void aSeriesWithTextsAndCodesIsOneKeyToo() throws Exception {
        FamilySpec spec = draft("wind.csv", "day,wind,force,gust", 200, i -> "%s,%s,%d,%d.5".formatted(
                LocalDate.of(1999, 6, 1).plusDays(i), i % 3 == 0 ? "NW" : "SE", i * 7 % 12, i * 31 % 57));

        assertThat(spec.key()).containsExactly("series");
        assertThat(spec.time()).extracting(FamilySpec.Time::column).isEqualTo("day");
    }

    /** The beginning of a file that is sorted by key may be all of one. */
    @Test
    void whatIsTheSameInAllRowsMayBeOneKeyOfMany() throws Exception {
        FamilySpec spec = draft("pumps.csv", "pump,day,flow", 200,
                i -> "P7,%s,%d.5".formatted(LocalDate.of(1999, 6, 1).plusDays(i), i * 31 % 57));

        assertThat(spec.key()).containsExactly("pump");
        assertThat(spec.transform()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"dd.MM.yyyy, date(%d.%m.%Y)", "yyyy-MM, date(%Y-%m)", "MM/dd/yyyy HH:mm, timestamp(%m/%d/%Y %H:%M)",
            "YYYY-'W'ww, iso-week", "MMM d yyyy, date(%b %d %Y)", "d-MMMM-yyyy, date(%d-%B-%Y)",
            "EEE MMM dd yyyy, date(%a %b %d %Y)", "MMMM yyyy, date(%B %Y)"})
    void aTimeThatIsWrittenOtherwiseIsReadByItsType(String pattern, String type) throws Exception {
        boolean months = !pattern.contains("d") && !pattern.contains("w");
        Locale locale = pattern.contains("MMM") ? Locale.US : Locale.GERMANY;
        FamilySpec spec = draft("bills.csv", "shop,Buchung,amount", 160, i -> {
            LocalDateTime first = LocalDateTime.of(2019, 1, 7, 9, 0);
            LocalDateTime time = months ? first.plusMonths(i / 2) : first.plusWeeks(i / 2);
            return "%s,%s,%d.5".formatted(i % 2 == 0 ? "a" : "b",
                    time.format(DateTimeFormatter.ofPattern(pattern, locale)), i * 31 % 57);
        });

        assertThat(spec.time()).extracting(FamilySpec.Time::column).isEqualTo("Buchung");
        assertThat(spec.columns().types().get("Buchung")).hasToString(type);
        assertThat(spec.key()).containsExactly("shop");
        assertThat(spec.task()).isEqualTo(Task.FORECAST);
    }

    @Test
    void aTimeInSeveralColumnsIsPutTogether() throws Exception {
        FamilySpec hours = draft("river.csv", "Year,Month,Day,Hour,level", 400, i -> {
            LocalDateTime time = LocalDateTime.of(2003, 12, 30, 5, 0).plusHours(i);
            return "%d,%d,%d,%d,%d.5".formatted(time.getYear(), time.getMonthValue(), time.getDayOfMonth(),
                    time.getHour(), i * 31 % 57);
        });
        FamilySpec days = draft("gauges.csv", "gauge,year,month,day,time,level", 400, i -> {
            LocalDate time = LocalDate.of(2003, 12, 30).plusDays(i / 2);
            return "%s,%d,%d,%d,noon,%d.5".formatted(i % 2 == 0 ? "a" : "b", time.getYear(), time.getMonthValue(),
                    time.getDayOfMonth(), i * 31 % 57);
        });
        FamilySpec months = draft("bills.csv", "meter,year,month,bill", 90,
                i -> "%d,%d,%d,%d.5".formatted(i / 45 + 1, 2010 + i % 45 / 12, i % 45 % 12 + 1, i * 31 % 57));

        assertThat(hours.transform()).isEqualTo(
                "SELECT 'all' AS series, make_timestamp(\"Year\", \"Month\", \"Day\", \"Hour\", 0, 0) AS time, * EXCLUDE (\"Year\", \"Month\", \"Day\", \"Hour\") FROM source");
        assertThat(hours.time()).extracting(FamilySpec.Time::column).isEqualTo("time");
        assertThat(days.key()).containsExactly("gauge");
        assertThat(days.time()).extracting(FamilySpec.Time::column).isEqualTo("time_");
        assertThat(months.key()).containsExactly("meter");
        assertThat(months.target()).isEqualTo("bill");
        assertThat(months.transform()).isEqualTo(
                "SELECT make_date(\"year\", \"month\", 1) AS time, * EXCLUDE (\"year\", \"month\") FROM source");
    }

    @Test
    void aTableWithoutGroupsIsOneKeyThatKnowsItsRows() throws Exception {
        FamilySpec spec = draft("houses.csv", "area,age,value", 90,
                i -> "%d.5,%d.25,%d.75".formatted(i, i * 7, i * 31));

        assertThat(spec.key()).containsExactly("series");
        assertThat(spec.columns().id()).containsExactly("row");
        assertThat(spec.transform()).isEqualTo("SELECT 'all' AS series, row_number() OVER () AS row, * FROM source");
        assertThat(spec.task()).isEqualTo(Task.REGRESSION);
    }

    @Test
    void timesThatRepeatAreNotOneSeries() {
        assertThatThrownBy(
                () -> draft("repeated.csv", "day,value", 60, i -> "2024-01-%02d,%d.5".formatted(i % 20 + 1, i)))
                .hasMessageContaining("key").hasMessageContaining("Maybe");
    }

    @Test
    void whatCannotBeGuessedIsSaid() {
        assertThatThrownBy(() -> draft("numbers.csv", "a", 50, i -> i + ".25")).hasMessageContaining("key")
                .hasMessageContaining("[a]").hasMessageContaining("Maybe");
    }
}
