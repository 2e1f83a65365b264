package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxRow;
import io.manymodels.ingestion.sandbox.SelectGate;
import io.manymodels.ingestion.source.CreatedTable;
import io.manymodels.ingestion.source.CreatedTable.TypedColumn;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.key.PartitionKey;
import io.manymodels.rows.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that were not of their column's type and were read as missing.
 *
 * @param byKey one of a key's rejects, a vital one where there is one, by the key's canonical text; empty where the source
 *        lacks the key columns
 * @param ofKey what is not of a key column's type, where there is such
 * @param byColumn how many, by column of the source
 * @param lines what is wrong with lines that were left out, by table
 */
record Rejects(Map<String, Reject> byKey, @Nullable Reject ofKey, Map<String, Long> byColumn, List<String> lines) {

    /**
     * @param count all rejects of the key
     * @param vital whether the column is, or feeds, key, time or target
     */
    record Reject(String column, String value, long count, boolean vital) {}

    static Rejects none() {
        return new Rejects(Map.of(), null, Map.of(), List.of());
    }

    /** Looks once more at the main table, if anything in it was rejected at all. */
    static Rejects count(Sandbox sandbox, FamilySpec spec, SelectGate.Select select,
            List<CreatedTable> tables) {
        List<String> lines = tables.stream().filter(table -> !table.rejects().isEmpty())
                .flatMap(table -> lines(sandbox, table).stream()).toList();
        CreatedTable source = tables.stream().filter(table -> table.name().equals(Sources.SOURCE)).findFirst()
                .orElse(null);
        if (source == null || source.exact()) {
            return new Rejects(Map.of(), null, Map.of(), lines);
        }
        List<TypedColumn> typed = source.typed().stream()
                .filter(column -> select.mentions(column.name()) && !spec.columns().ignored().contains(column.name()))
                .toList();
        Rejects values = typed.isEmpty() ? none() : count(sandbox, spec, select, source, typed);
        return new Rejects(values.byKey(), values.ofKey(), values.byColumn(), lines);
    }

    private static Optional<String> lines(Sandbox sandbox, CreatedTable table) {
        return sandbox.first(
                "SELECT count(DISTINCT (file_id, line)), min(line), arg_min(csv_line, line), arg_min(error_message, line) FROM "
                        + identifier(table.rejects()),
                row -> row.integer(0) == 0
                        ? ""
                        : "%s: [%d] lines were left out, for example line [%d]: [%s] (%s). Maybe correct the file"
                                .formatted(
                                        table.name(), row.integer(0), row.integer(1), row.text(2), row.text(3)))
                .filter(text -> !text.isEmpty());
    }

    private static Rejects count(Sandbox sandbox, FamilySpec spec, SelectGate.Select gate, CreatedTable source,
            List<TypedColumn> typed) {
        List<String> names = sandbox.columns(source.name()).stream()
                .map(column -> column.name()).toList();
        List<String> key = names.containsAll(spec.key()) ? spec.key() : List.of();
        List<String> select = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (String column : key) {
            select.add(typed(source, column));
        }
        for (TypedColumn column : typed) {
            String is = "(%s IS NOT NULL AND %s IS NULL)".formatted(identifier(column.name()), column.value());
            bad.add(is);
            select.add("count_if(%s)".formatted(is));
            select.add("min(CASE WHEN %s THEN %s END)".formatted(is, identifier(column.name())));
        }
        String group = key.isEmpty() ? "" : " GROUP BY " + String.join(", ", positions(key.size()));
        Map<String, Reject> byKey = new HashMap<>();
        Map<String, Long> byColumn = new LinkedHashMap<>();
        Set<String> vital = vital(spec, gate);
        List<Reject> ofKey = new ArrayList<>();
        sandbox.query("SELECT %s FROM %s WHERE %s%s".formatted(String.join(", ", select),
                identifier(source.rawTable()), String.join(" OR ", bad), group), row -> {
                    Reject reject = read(row, key.size(), typed, vital, byColumn);
                    String text = key.isEmpty() || reject == null ? null : canonical(row, key);
                    if (text != null && reject != null) {
                        byKey.put(text, reject);
                    } else if (reject != null) {
                        ofKey.add(reject);
                    }
                    return true;
                });
        return new Rejects(byKey, ofKey.isEmpty() ? null : ofKey.getFirst(), byColumn, List.of());
    }

    /** Lower-case names of the columns without which a row is nothing. */
    private static Set<String> vital(FamilySpec spec, SelectGate.Select gate) {
        Set<String> vital = new HashSet<>(gate.feeding(spec.target()));
        spec.key().forEach(column -> vital.addAll(gate.feeding(column)));
        if (spec.time() != null) {
            vital.addAll(gate.feeding(spec.time().column()));
        }
        return vital;
    }

    /** A column of the raw view, as the key has it. */
    private static String typed(CreatedTable source, String column) {
        return source.typed().stream().filter(t -> t.name().equals(column)).findFirst()
                .map(t -> {
                    ColumnType type = switch (t.reading().kind()) {
                        case DATE, EXCEL_DATE, ISO_WEEK, QUARTER -> ColumnType.DATE;
                        case TIMESTAMP, EPOCH_SECONDS, EPOCH_MILLISECONDS -> ColumnType.TIMESTAMP;
                        case TEXT, INTEGER, NUMBER, DECIMAL_COMMA, DECIMAL_POINT, BOOLEAN -> ColumnType.TEXT;
                    };
                    return OutputColumn.tagValue(type, t.value());
                }).orElse(identifier(column));
    }

    private static List<String> positions(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
    }

    /** One of a row's rejects: a vital one where there is one. */
    private static @Nullable Reject read(SandboxRow row, int first, List<TypedColumn> typed, Set<String> vital,
            Map<String, Long> byColumn) {
        Reject found = null;
        long total = 0;
        for (int i = 0; i < typed.size(); i++) {
            long count = row.integer(first + 2 * i);
            if (count > 0) {
                String column = typed.get(i).name();
                byColumn.merge(column, count, Long::sum);
                boolean isVital = vital.contains(column.toLowerCase(Locale.ROOT));
                if (found == null || isVital && !found.vital()) {
                    found = new Reject(column, String.valueOf(row.text(first + 2 * i + 1)), 0, isVital);
                }
                total += count;
            }
        }
        return found == null ? null : new Reject(found.column(), found.value(), total, found.vital());
    }

    private static @Nullable String canonical(SandboxRow row, List<String> key) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            Object value = row.value(i);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return new PartitionKey(key, values).canonical();
    }

    void describe(ObjectNode profile) {
        ObjectNode rejects = profile.putObject("rejects");
        byColumn.forEach(rejects::put);
    }
}
