package io.manymodels.promotion.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.TagFilter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class KeyQueryTest {

    private static KeyQuery of(@Nullable String prefix) {
        return new KeyQuery(prefix, new TagFilter(List.of()), null, null, null, KeySort.ERROR);
    }

    /** What PostgreSQL does with LIKE: % is anything, _ one character, a backslash takes its follower as it is. */
    private static boolean like(String text, String pattern) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '%' -> regex.append(".*");
                case '_' -> regex.append('.');
                case '\\' -> regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE).matcher(text).matches();
    }

    private static boolean finds(String prefix, String key) {
        return of(prefix).words().stream().allMatch(word -> like(key, word.asText()) || like(key, word.asScalar()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"dol | {\"brand\":\"Dole\",\"store\":2}",
            "2 | {\"brand\":\"Dole\",\"store\":21}", "store=2 dole | {\"brand\":\"Dole\",\"store\":2}",
            "brand=D | {\"brand\":\"Dole\",\"store\":2}"})
    void wordsFindTheBeginningsOfValues(String prefix, String key) {
        assertThat(finds(prefix, key)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"ole | {\"brand\":\"Dole\"}",
            "brand=2 | {\"brand\":\"Dole\",\"store\":2}", "dole 3 | {\"brand\":\"Dole\",\"store\":2}",
            "% | {\"brand\":\"Dole\"}", "D_le | {\"brand\":\"Dole\"}", "bran=D | {\"brand\":\"Dole\"}"})
    void othersAreNotFound(String prefix, String key) {
        assertThat(finds(prefix, key)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\t"})
    void noWordFindsAll(@Nullable String prefix) {
        assertThat(of(prefix).words()).isEmpty();
    }

    /** A value is found by each of its beginnings, with whatever characters a file brought. */
    @Property
    void aValueIsFoundByItsBeginning(@ForAll("values") String value) {
        String key = JsonMapper.shared().writeValueAsString(Map.of("name", value));

        assertThat(finds("name=" + value, key)).isTrue();
        assertThat(finds("name=" + value.substring(0, value.length() / 2 + 1), key)).isTrue();
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("ab%_\\\"'<>{}:,é").ofMinLength(1).ofMaxLength(10);
    }

    @Test
    void aSortThatIsNoneIsRefused() {
        assertThat(KeySort.of("change")).isEqualTo(KeySort.CHANGE);
        assertThatThrownBy(() -> KeySort.of("error; DROP TABLE x")).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.code()).isEqualTo("sort-unknown")).hasMessageContaining("Maybe");
    }
}
