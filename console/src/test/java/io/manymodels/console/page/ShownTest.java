package io.manymodels.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
