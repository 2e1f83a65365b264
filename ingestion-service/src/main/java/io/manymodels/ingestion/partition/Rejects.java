package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that were not of their column's type and were read as missing.
 *
 * @param byKey one of a key's rejects, by the key's canonical text; empty where the source lacks the key columns
 * @param byColumn how many, by column of the source
 * @param lines what is wrong with lines that were left out, by table
 */
record Rejects(Map<String, Reject> byKey, Map<String, Long> byColumn, List<String> lines) {

    /** @param count all rejects of the key */
    record Reject(String column, String value, long count) {}

    static Rejects none() {
        return new Rejects(Map.of(), Map.of(), List.of());
    }

    /** Looks once more at the main table, if anything in it was rejected at all. */
    static Rejects count(Sandbox sandbox, FamilySpec spec, SelectGate.Select select,
            List<CreatedTable> tables) {
        List<String> lines = tables.stream().filter(table -> !table.rejects().isEmpty())
                .flatMap(table -> lines(sandbox, table).stream()).toList();
        CreatedTable source = tables.stream().filter(table -> table.name().equals(Sources.SOURCE)).findFirst()
                .orElse(null);
        if (source == null || source.exact()) {
            return new Rejects(Map.of(), Map.of(), lines);
        }
        List<TypedColumn> typed = source.typed().stream()
                .filter(column -> select.mentions(column.name()) && !spec.columns().ignored().contains(column.name()))
                .toList();
        Rejects values = typed.isEmpty() ? none() : count(sandbox, spec, source, typed);
        return new Rejects(values.byKey(), values.byColumn(), lines);
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

    private static Rejects count(Sandbox sandbox, FamilySpec spec, CreatedTable source,
            List<TypedColumn> typed) {
        List<String> names = sandbox.describe("SELECT * FROM " + identifier(source.name())).stream()
                .map(column -> column.name()).toList();
        List<String> key = names.containsAll(spec.key()) ? spec.key() : List.of();
        List<String> select = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (String column : key) {
            select.add(typed(source, column));
        }
        for (TypedColumn column : typed) {
            String is = "(%1$s IS NOT NULL AND TRY_CAST(trim(%1$s) AS %2$s) IS NULL)".formatted(
                    identifier(column.name()),
                    column.type());
            bad.add(is);
            select.add("count_if(%s)".formatted(is));
            select.add("min(CASE WHEN %s THEN %s END)".formatted(is, identifier(column.name())));
        }
        String group = key.isEmpty() ? "" : " GROUP BY " + String.join(", ", positions(key.size()));
        Map<String, Reject> byKey = new HashMap<>();
        Map<String, Long> byColumn = new LinkedHashMap<>();
        sandbox.query("SELECT %s FROM %s WHERE %s%s".formatted(String.join(", ", select),
                identifier(source.rawTable()), String.join(" OR ", bad), group), row -> {
                    read(row, key, typed, byKey, byColumn);
                    return row;
                });
        return new Rejects(byKey, byColumn, List.of());
    }

    /** A column of the raw view, as the key has it. */
    private static String typed(CreatedTable source, String column) {
        return source.typed().stream().filter(t -> t.name().equals(column)).findFirst()
                .map(t -> {
                    String cast = "TRY_CAST(trim(%s) AS %s)".formatted(identifier(column), t.type());
                    return switch (t.type()) {
                        case "DATE" -> OutputColumn.tagValue(ColumnType.DATE, cast);
                        case "TIMESTAMP" -> OutputColumn.tagValue(ColumnType.TIMESTAMP, cast);
                        default -> cast;
                    };
                }).orElse(identifier(column));
    }

    private static List<String> positions(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
    }

    private static void read(SandboxRow row, List<String> key, List<TypedColumn> typed, Map<String, Reject> byKey,
            Map<String, Long> byColumn) {
        String column = "";
        String value = "";
        long total = 0;
        for (int i = 0; i < typed.size(); i++) {
            long count = row.integer(key.size() + 2 * i);
            if (count > 0) {
                byColumn.merge(typed.get(i).name(), count, Long::sum);
                if (total == 0) {
                    column = typed.get(i).name();
                    value = String.valueOf(row.text(key.size() + 2 * i + 1));
                }
                total += count;
            }
        }
        String text = key.isEmpty() || total == 0 ? null : canonical(row, key);
        if (text != null) {
            byKey.put(text, new Reject(column, value, total));
        }
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
