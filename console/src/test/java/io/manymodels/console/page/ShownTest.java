package io.manymodels.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ShownTest {

    private final Shown shown = new Shown();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | 0", "913 | 913", "10000 | 10,000", "0.12345 | 0.123", "12.345 | 12.35",
            "123.456 | 123.5",
            "1234567.8 | 1,234,568", "-4.5 | -4.500", "1e-9 | 1.00e-09", "NaN | –"})
    void figuresReadWell(double value, String expected) {
        assertThat(shown.number(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01T00:00:00Z, 2026-01-01T00:00:07Z, 7 s",
            "2026-01-01T00:00:00Z, 2026-01-01T00:02:05Z, 2 min 5 s",
            "2026-01-01T00:00:00Z, 2026-01-01T03:04:00Z, 3 h 4 min", "2026-01-01T00:00:00Z, , –", "x, y, –"})
    void durationsReadWell(String from, String to, String expected) {
        assertThat(shown.duration(from, to)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1 kB", "1536000, 1.5 MB", "73400320, 70.0 MB"})
    void sizesReadWell(long bytes, String expected) {
        assertThat(shown.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1.5 | +1.500", "-1.5 | -1.500", "0 | 0", "| –"})
    void aChangeHasItsSign(@Nullable Double change, String expected) {
        assertThat(shown.change(change)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0.756 | 75.6 %", "1 | 100.0 %", "| –"})
    void aShareIsPercent(@Nullable Double share, String expected) {
        assertThat(shown.percent(share)).isEqualTo(expected);
    }

    /** Percent stands behind what is percent: an error in units is none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"mape | %", "coverage | %", "rmse | ''", "mase | ''", "accuracy | ''", "| ''"})
    void aMetricHasItsUnit(@Nullable String metric, String expected) {
        assertThat(shown.unit(metric)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"store\":2,\"brand\":\"Dole\"} | store 2, brand Dole",
            "{} | all keys", "{\"open\":true} | open true"})
    void aKeyIsSaidAsPeopleSayIt(String key, String expected) {
        assertThat(shown.key(JsonMapper.shared().readTree(key))).isEqualTo(expected);
    }

    @Test
    void meansThatTheOrderOfSummingTellsApartDidNotChange() {
        assertThat(shown.change(32.3, 32.3 - 5e-14)).isEqualTo("0");
        assertThat(shown.change(32.3, 32.5)).isEqualTo("+0.200");
        assertThat(shown.change(2e-9, 1e-9)).startsWith("-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1234.5 | 1,235", "\"a b\" | a b", "null | –",
            "true | true",
            "12 | 12"})
    void valuesOfJsonReadWell(String json, String expected) {
        assertThat(shown.value(JsonMapper.shared().readTree(json))).isEqualTo(expected);
    }

    @Test
    void aReportsMomentsAreReadToTheMinute() {
        assertThat(shown.moment("2026-11-26T23:58:34.399459Z")).isEqualTo("2026-11-26 23:58 UTC");
    }

    @Test
    void whatIsNotThereIsADash() {
        assertThat(shown.value(null)).isEqualTo("–");
        assertThat(shown.number(null)).isEqualTo("–");
        assertThat(shown.key(null)).isEqualTo("all keys");
        assertThat(shown.value(JsonMapper.shared().readTree("{}").path("gone"))).isEqualTo("–");
    }
}
