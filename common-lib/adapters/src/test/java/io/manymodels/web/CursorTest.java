package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void givesBackWhatItTook() {
        String cursor = Cursor.encode(Instant.parse("2026-01-02T03:04:05Z"), "s1");

        List<String> parts = Cursor.decode(cursor, 2);

        assertThat(Cursor.instant(parts.get(0))).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(parts.get(1)).isEqualTo("s1");
        assertThat(Cursor.decode(null, 2)).isEmpty();
        assertThat(Cursor.decode("", 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\u0007", "a\nb", "one\u001ftwo"})
    void refusesPartsThatNobodyGaveOut(String text) {
        assertThatThrownBy(() -> Cursor.decode(encoded(text), 1)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.code()).isEqualTo("cursor-malformed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-0044-03-15T00:00:00Z", "1969-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z", "yesterday", ""})
    void refusesTimesThatNoDatabaseHas(String time) {
        assertThatThrownBy(() -> Cursor.instant(time)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.code()).isEqualTo("cursor-malformed"));
    }
}
