package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.TimeStep;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

    /** A row of 2023-11-14T22:13:20 in microseconds. */
    private static final long ROW = 1_700_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({"2023-02-28, DAY, 2023-02-28", "20230228, DAY, 2023-02-28", "20240229, DAY, 2024-02-29",
            "202302, MONTH, 2023-02-01", "202302, DAY, 2023-02-01", "202312, , 2023-12-01",
            "202309, WEEK, 2023-02-27", "202053, WEEK, 2020-12-28", "202101, WEEK, 2021-01-04",
            "20201, QUARTER, 2020-01-01", "20204, QUARTER, 2020-10-01", "20204, , 2020-10-01",
            "2015-07-01T23:59:59.999, DAY, 2015-07-01", "2015-07-01 23:00-05:00, DAY, 2015-07-01",
            "2015-07-01T23:00+14:00, DAY, 2015-07-01", "0001-01-01, DAY, 0001-01-01", "9999-12-31, DAY, 9999-12-31",
            "-0044-03-15, DAY, -0044-03-15", "-0044-03-15T12:00, DAY, -0044-03-15"})
    void aDayIsReadAsItIsWritten(String text, @Nullable TimeStep unit, LocalDate day) {
        assertThat(TimeText.date(text, unit)).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"20230229, DAY", "20231301, DAY", "20230100, DAY", "202300, MONTH", "202313, MONTH", "202353, WEEK",
            "202300, WEEK", "202054, WEEK", "20200, QUARTER", "20205, QUARTER", "2023, YEAR", "2023023, DAY",
            "202302280, DAY", "2023-2-28, DAY", "28.02.2023, DAY", "2023-02-28T, DAY", "2023-02-28 noon, DAY",
            "2023-02-28T12:00+25:00, DAY", "2023-W09, WEEK", "2023-Q1, QUARTER", "x, DAY", "'', DAY", "-, DAY"})
    void whatIsNoDayIsRefused(String text, TimeStep unit) {
        assertThatThrownBy(() -> TimeText.date(text, unit)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource({"999999999, 2001-09-09T01:46:39", "1388534400, 2014-01-01T00:00", "946684800000, 2000-01-01T00:00",
            "1388534400123, 2014-01-01T00:00:00.123", "2024-07-01, 2024-07-01T00:00",
            "2024-07-01T12:00, 2024-07-01T12:00", "2024-07-01 12:00:30.5, 2024-07-01T12:00:30.5",
            "2024-07-01T12:00Z, 2024-07-01T12:00", "2024-07-01T12:00+05:30, 2024-07-01T06:30",
            "2024-07-01 00:30:00+02:00, 2024-06-30T22:30", "2024-07-01T12:00-03:00, 2024-07-01T15:00"})
    void anInstantIsOfUtcWhereNothingElseIsSaid(String text, LocalDateTime utc) {
        assertThat(TimeText.utc(text, null, ROW)).isEqualTo(utc);
    }

    @ParameterizedTest
    @CsvSource({"2023022813, 2023-02-28T13:00", "202302281330, 2023-02-28T13:30",
            "20230228133059, 2023-02-28T13:30:59", "1677591000, 2023-02-28T13:30",
            "1677591000000, 2023-02-28T13:30", "1677591000000000, 2023-02-28T13:30",
            "1677591000123456789, 2023-02-28T13:30:00.123456789"})
    void aWholeNumberIsTheTimeThatIsNearerToTheFamilysRows(String text, LocalDateTime utc) {
        assertThat(TimeText.utc(text, null, ROW)).isEqualTo(utc);
    }

    @Test
    void whatBothCouldBeIsDecidedByTheRowsAlone() {
        long rowOf2034 = 2_023_022_000_000_000L;

        assertThat(TimeText.utc("2023022813", null, rowOf2034)).isEqualTo("2034-02-08T14:46:53");
        assertThat(TimeText.utc("2023022813", ZoneId.of("Europe/Berlin"), ROW)).isEqualTo("2023-02-28T12:00");
    }

    @ParameterizedTest
    @CsvSource({"2024-07-01T12:00, 2024-07-01T10:00", "2024-01-01T12:00, 2024-01-01T11:00",
            "2024-01-01, 2023-12-31T23:00", "2024-07-01T12:00Z, 2024-07-01T12:00",
            "2024-07-01T12:00+05:30, 2024-07-01T06:30", "1388534400, 2014-01-01T00:00",
            // Clocks go from 2 to 3 in the night: what they never showed is an hour later.
            "2024-03-31T02:30, 2024-03-31T01:30",
            // And back from 3 to 2: the first of the two.
            "2024-10-27T02:30, 2024-10-27T00:30"})
    void aZoneIsForTextsWithoutAnOffsetAlone(String text, LocalDateTime utc) {
        assertThat(TimeText.utc(text, ZoneId.of("Europe/Berlin"), ROW)).isEqualTo(utc);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "12345678901", "12345678901234", "20230230133059", "-1388534400",
            "2024-02-30T00:00",
            "2024-07-01T24:01", "2024-07-01T12:00+", "2024-07-01T12:00 Europe/Berlin", "noon", "", "2024-07",
            "2024-07-01garbage", "2024-07-01T12:00Zx"})
    void whatIsNoInstantIsRefused(String text) {
        assertThatThrownBy(() -> TimeText.utc(text, null, ROW)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> TimeText.utc(text, ZoneId.of("Asia/Tokyo"), ROW))
                .isInstanceOf(DateTimeException.class);
    }
}
