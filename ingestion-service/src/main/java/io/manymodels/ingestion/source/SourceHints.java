package io.manymodels.ingestion.source;

import io.manymodels.family.DeclaredType;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the columns of a source before it is read.
 *
 * @param keys columns that become key columns: whole numbers or texts, never anything else
 * @param declared by the spec
 * @param earlier how the family's earlier snapshot read a column; kept while most values fit
 * @param targets columns that become the target of numbers: a text among numbers there is no category
 * @param zone of timestamps without an offset
 * @param numbered whether a row of the main table is known by its number and file alone
 */
public record SourceHints(Set<String> keys, Map<String, DeclaredType> declared, Map<String, TextReading> earlier,
        Set<String> targets, @Nullable ZoneId zone, boolean numbered) {

    public SourceHints {
        keys = Set.copyOf(keys);
        declared = Map.copyOf(declared);
        earlier = Map.copyOf(earlier);
        targets = Set.copyOf(targets);
    }

    /** How the spec wants a column read. */
    Optional<TextReading> reading(String column) {
        return Optional.ofNullable(declared.get(column)).map(type -> TextReading.of(type, zone));
    }

    boolean isKey(String column) {
        return keys.contains(column) || keys.contains(column.toLowerCase(Locale.ROOT));
    }
}
