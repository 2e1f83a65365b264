package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
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

    @Property
    void aSortKeyOfAnyPartsComesBack(@ForAll @Size(min = 1, max = 4) List<@StringLength(max = 20) String> parts) {
        // An empty cursor is none, and no sort key is a single empty text.
        Assume.that(!parts.equals(List.of(""))
                && parts.stream().allMatch(part -> part.chars().noneMatch(Character::isISOControl)
                        && StandardCharsets.UTF_8.newEncoder().canEncode(part)));

        String cursor = Cursor.encode(parts.toArray());

        assertThat(Cursor.decode(cursor, parts.size())).isEqualTo(parts);
        assertThat(cursor).matches("[A-Za-z0-9_-]*");
    }

    @Property
    void whateverSomebodySendsIsAnswered(@ForAll String cursor, @ForAll @IntRange(min = 1, max = 3) int parts) {
        try {
            assertThat(Cursor.decode(cursor, parts)).hasSizeLessThanOrEqualTo(parts);
        } catch (ManyModelsException e) {
            assertThat(e.code()).isEqualTo("cursor-malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "1e3", " 1", "9223372036854775808", "0x1"})
    void numbersAreNumbers(String part) {
        for (Consumer<String> read : List.<Consumer<String>>of(Cursor::integer, Cursor::number, Cursor::uuid)) {
            assertThatThrownBy(() -> read.accept(part)).isInstanceOfSatisfying(ManyModelsException.class,
                    e -> assertThat(e.getMessage()).contains("Maybe leave it away to begin anew"));
        }
    }

    @Test
    void partsAreReadByTheirType() {
        UUID id = UUID.fromString("3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11");

        assertThat(Cursor.integer("-2147483648")).isEqualTo(Integer.MIN_VALUE);
        assertThat(Cursor.number("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Cursor.uuid(id.toString())).isEqualTo(id);
        assertThat(Cursor.instant("1970-01-01T00:00:00Z")).isEqualTo(Instant.EPOCH);
        assertThat(Cursor.instant("9999-12-31T23:59:59Z")).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        assertThatThrownBy(() -> Cursor.integer("2147483648")).isInstanceOf(ManyModelsException.class);
    }
}
