package io.manymodels.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.TagFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagFilterTest {

    @Test
    void numberIsComparedAsNumberAndAsText() {
        assertThat(TagFilter.of(Map.of("tag.store", List.of("2"), "limit", List.of("7"))).tags())
                .containsExactly(new TagFilter.Tag("{\"store\":\"2\"}", "{\"store\":2}"));
    }

    /** Ids of nineteen digits are longer than a double is exact, and the tags hold them digit for digit. */
    @ParameterizedTest
    @CsvSource({"9223372036854775807", "-9223372036854775808", "1234567890123456789", "12345678901234567890", "0.1",
            "2.50", "1e3", "-0", "1E-7"})
    void numberIsComparedDigitForDigit(String value) {
        String scalar = TagFilter.of(Map.of("tag.id", List.of(value))).tags().getFirst().asScalar();

        assertThat(scalar).startsWith("{\"id\":").doesNotContain("\"" + value);
        assertThat(new BigDecimal(scalar.substring(6, scalar.length() - 1))).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aTruthValueIsOneToo(String value) {
        assertThat(TagFilter.of(Map.of("tag.deal", List.of(value))).tags()).containsExactly(
                new TagFilter.Tag("{\"deal\":\"%s\"}".formatted(value), "{\"deal\":%s}".formatted(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.", ".5", "+1", "1e", "1e1000", "NaN", "Infinity", "0x1", "1 ", "True", "--1",
            "1_000"})
    void whatIsNoNumberOfJsonIsText(String value) {
        TagFilter.Tag tag = TagFilter.of(Map.of("tag.id", List.of(value))).tags().getFirst();

        assertThat(tag.asScalar()).isEqualTo(tag.asText());
    }

    @Test
    void whatOnlyLooksLikeANumberStaysText() {
        assertThat(TagFilter.of(Map.of("tag.store", List.of("007"))).tags())
                .containsExactly(new TagFilter.Tag("{\"store\":\"007\"}", "{\"store\":\"007\"}"));
    }

    @Test
    void quotesCannotLeaveTheValue() {
        assertThat(TagFilter.of(Map.of("tag.name", List.of("a\"}'"))).tags())
                .containsExactly(new TagFilter.Tag("{\"name\":\"a\\\"}'\"}", "{\"name\":\"a\\\"}'\"}"));
    }

    @Test
    void tagNeedsAName() {
        assertThatThrownBy(() -> TagFilter.of(Map.of("tag.", List.of("2")))).isInstanceOf(ManyModelsException.class)
                .hasMessageContaining("Maybe tag.store=2");
    }
}
