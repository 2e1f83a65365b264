package io.manymodels.promotion.search;

import io.manymodels.registry.TagFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which keys are looked for; null is any.
 *
 * @param prefix words, each the beginning of a value of a key column, or {@code column=beginning}
 * @param reason code of a reason in the verdict
 */
record KeyQuery(@Nullable String prefix, TagFilter tags, @Nullable String rung, @Nullable String algorithm,
        @Nullable String reason, KeySort sort) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether any key will do. */
    boolean isAny() {
        return (prefix == null || prefix.isBlank()) && tags.tags().isEmpty() && rung == null && algorithm == null
                && reason == null;
    }

    /** Patterns for LIKE, all of which the canonical text of a key must fit: a word that is text, or the same as a number. */
    record Word(String asText, String asScalar) {}

    List<Word> words() {
        List<Word> words = new ArrayList<>();
        if (prefix != null) {
            Arrays.stream(prefix.strip().split("\\s+")).filter(word -> !word.isEmpty()).forEach(word -> {
                int equals = word.indexOf('=');
                String column = equals > 0 ? "%\"" + pattern(word.substring(0, equals)) + "\":" : "%\":";
                String begin = pattern(equals > 0 ? word.substring(equals + 1) : word);
                words.add(new Word(column + "\"" + begin + "%", column + begin + "%"));
            });
        }
        return words;
    }

    /** As the text stands inside a JSON string, with what LIKE would take for more than a character escaped. */
    private static String pattern(String text) {
        String quoted = JSON.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
