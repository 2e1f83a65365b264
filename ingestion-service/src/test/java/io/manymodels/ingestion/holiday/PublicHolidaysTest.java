package io.manymodels.ingestion.holiday;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.Holidays;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicHolidaysTest {

    private static boolean isHoliday(String place, String day) {
        LocalDate date = LocalDate.parse(day);
        Holidays holidays = PublicHolidays.of(place, date.getYear(), date.getYear()).orElseThrow();
        return holidays.contains(date.toEpochDay());
    }

    @ParameterizedTest
    @CsvSource({"DE, 2026-10-03, true", "DE, 2026-04-03, true", "DE, 2026-04-06, true", "DE, 2026-04-02, false",
            "DE, 2026-01-06, false", "DE-BY, 2026-01-06, true", "DE-BY, 2026-10-03, true", "DE-NW, 2026-01-06, false",
            "FR, 2026-07-14, true", "US, 2026-07-04, true", "US, 2026-07-03, true", "GB, 2026-12-25, true",
            "DE, 1995-10-03, true"})
    void aDayIsAHolidayWhereThePlaceHasIt(String place, String day, boolean holiday) {
        assertThat(isHoliday(place, day)).isEqualTo(holiday);
    }

    @ParameterizedTest
    @CsvSource({"Germany, DE", "germany, DE", "Frence, FR", "de, DE", "D, DE", "DE-BX, DE-B", "United States, US"})
    void anUnknownPlaceIsRefusedWithTheClosest(String place, String closest) {
        assertThat(PublicHolidays.problem(place)).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("[" + place + "] is no ").contains("Maybe [" + closest));
        assertThat(PublicHolidays.of(place, 2026, 2026)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DE", "DE-BY", "AT", "CH", "FR", "US", "US-CA", "GB", "BR", "JP"})
    void aKnownPlaceIsNotRefused(String place) {
        assertThat(PublicHolidays.problem(place)).isEmpty();
    }

    @Test
    void yearsAreAllThere() {
        Holidays holidays = PublicHolidays.of("DE", 2000, 2040).orElseThrow();

        for (int year = 2000; year <= 2040; year++) {
            assertThat(holidays.contains(LocalDate.of(year, 1, 1).toEpochDay())).isTrue();
        }
        assertThat(holidays.country()).isEqualTo("DE");
    }
}
