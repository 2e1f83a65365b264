package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.DeclaredType.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTypeTest {

    @ParameterizedTest
    @CsvSource({"text, TEXT,", "decimal-comma, DECIMAL_COMMA,", "iso-week, ISO_WEEK,",
            "epoch-milliseconds, EPOCH_MILLISECONDS,", "date, DATE,", "timestamp, TIMESTAMP,",
            "date(%d.%m.%Y), DATE, %d.%m.%Y", "'  date (%d.%m.%Y) ', DATE, %d.%m.%Y",
            "timestamp(%Y-%m-%d (%H)), TIMESTAMP, %Y-%m-%d (%H)"})
    void readsAKindAndItsFormat(String text, Kind kind, @Nullable String format) {
        assertThat(DeclaredType.parse(text)).isEqualTo(new DeclaredType(kind, format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Text", "TEXT", "decimal_comma", "money", "date()", "date(d.m.Y)", "text(%s)",
            "number(%d)", "date(%d", "date %d", "date(%d))x", "date,timestamp", "iso week"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> DeclaredType.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void writesWhatItReads(Kind kind) {
        assertThat(DeclaredType.parse(kind.wire())).isEqualTo(new DeclaredType(kind, null)).hasToString(kind.wire());
        assertThat(DeclaredType.names()).contains(kind.wire());
    }

    @Test
    void aFormatIsWrittenInParentheses() {
        assertThat(DeclaredType.parse("date(%d.%m.%Y)")).hasToString("date(%d.%m.%Y)");
    }
}
