package io.manymodels.ingestion.partition;

import io.manymodels.digest.Sha256;
import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import io.manymodels.key.PartitionKey;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys as the registries can hold them: an index takes no text of any length, and PostgreSQL no NUL. */
final class KeyText {

    /** Of the canonical text; an entry of an index has 2,704 bytes at most, with all of its columns. */
    static final int MOST_BYTES = 2_000;
    private static final int SHOWN = 100;
    private static final int HASH = 12;

    private KeyText() {}

    /** Why a key cannot be a key here; empty where it can. */
    static Optional<Verdict> refusal(Map<String, Object> values, String canonical) {
        int bytes = canonical.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            return Optional.of(Verdict.refused("key-too-long",
                    "The key has [%d] bytes, more than [%d]. Maybe a hash in the transform: md5(%s)".formatted(bytes,
                            MOST_BYTES, longest(values))));
        }
        return values.values().stream().anyMatch(value -> value.toString().indexOf('\0') >= 0)
                ? Optional.of(Verdict.refused("key-malformed",
                        "The key %s has the character NUL, which no database keeps. Maybe replace(%s, chr(0), '') in the transform"
                                .formatted(storable(canonical), values.keySet().iterator().next())))
                : Optional.empty();
    }

    private static String longest(Map<String, Object> values) {
        return values.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.comparingInt(value -> value.toString().length())))
                .orElseThrow().getKey();
    }

    /** A text by which such a key can be told from others all the same. */
    static String shown(Map<String, Object> values, String canonical) {
        String hash = Sha256.hex(canonical).substring(0, HASH);
        Map<String, Object> shown = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String text = value.toString().replace('\0', '\uFFFD');
            shown.put(name, text.codePointCount(0, text.length()) <= SHOWN && text.equals(value.toString())
                    ? value
                    : "%s.. (%s)".formatted(text.substring(0, text.offsetByCodePoints(0,
                            Math.min(SHOWN, text.codePointCount(0, text.length())))), hash));
        });
        return PartitionKey.of(shown).canonical();
    }

    /** A text without NUL, as JSON writes it or as it is. */
    static String storable(String text) {
        return text.replace("\\u0000", "\\ufffd").replace('\0', '\uFFFD');
    }
}
