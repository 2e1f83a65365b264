package io.manymodels.ingestion.sandbox;

import io.manymodels.problem.Closest;
import io.manymodels.problem.ManyModelsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at a user's SQL before it runs: DuckDB's own parser must see exactly one SELECT in it, over known tables alone.
 * The sandbox's settings hold without it; the gate is there for the second statement, which JDBC would run, and for good
 * messages.
 *
 * <p>Errors: INVALID {@code transform-refused}.
 */
public final class SelectGate {

    /** Table functions that make rows out of nothing but their arguments. */
    private static final Set<String> TABLE_FUNCTIONS = Set.of("unnest", "range", "generate_series");
    private static final Set<String> TEXT_FUNCTIONS = Set.of("||", "concat", "concat_ws", "trim", "upper", "lower");
    /** Names of one type. */
    private static final Set<String> TEXT_TYPES = Set.of("VARCHAR", "TEXT", "STRING", "CHAR", "BPCHAR", "NVARCHAR");
    /** What DuckDB calls statements within WITH that change rows. */
    private static final Set<String> CHANGES = Set.of("INSERT_QUERY_NODE", "UPDATE_QUERY_NODE", "DELETE_QUERY_NODE",
            "MERGE_INTO_QUERY_NODE");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A SELECT that may run.
     *
     * @param columns names of the columns that it mentions, lower case
     * @param allColumns whether it also takes {@code *}
     * @param feeding names of results, lower case, to the columns from which they are made; likewise {@code passing} for
     *        those that are handed on as they are, or as text
     */
    public record Select(String sql, Set<String> columns, boolean allColumns, Map<String, Set<String>> feeding,
            Map<String, Set<String>> passing) {

        /** The names of a result and of every column from which it is made, through all subqueries, lower case. */
        public Set<String> feeding(String result) {
            return closure(result, feeding);
        }

        /** The same for columns whose values the result has as they are. */
        public Set<String> passing(String result) {
            return closure(result, passing);
        }

        private static Set<String> closure(String result, Map<String, Set<String>> sources) {
            Set<String> reached = new HashSet<>();
            Deque<String> open = new ArrayDeque<>(Set.of(result.toLowerCase(Locale.ROOT)));
            while (!open.isEmpty()) {
                String name = open.pop();
                if (reached.add(name)) {
                    open.addAll(sources.getOrDefault(name, Set.of()));
                }
            }
            return reached;
        }

        /** Whether a column of a table can reach the result, case aside. */
        public boolean mentions(String column) {
            return allColumns || columns.contains(column.toLowerCase(Locale.ROOT));
        }
    }

    private final Set<String> tables;
    private final Set<String> names = new HashSet<>();
    private final Set<String> columns = new HashSet<>();
    private final Map<String, Set<String>> feeding = new HashMap<>();
    private final Map<String, Set<String>> passing = new HashMap<>();
    private boolean allColumns;

    private SelectGate(Set<String> tables) {
        this.tables = tables;
    }

    /** Checks a text; {@code tables} are the names that it may read. */
    public static Select check(Sandbox sandbox, String sql, Set<String> tables) {
        String serialized = "json_serialize_sql(" + SqlText.literal(sql) + ")";
        JsonNode tree = JSON.readTree(
                sandbox.first("SELECT " + serialized, row -> row.requiredText(0)).orElse("{}"));
        if (tree.path("error").asBoolean(true)) {
            String message = tree.path("error_message").asString("not understood");
            throw refused("is not one SELECT: %s. Maybe SELECT * FROM source".formatted(message));
        }
        if (tree.path("statements").size() != 1) {
            throw refused("has [%d] statements. Maybe keep one SELECT".formatted(tree.path("statements").size()));
        }
        SelectGate gate = new SelectGate(tables);
        gate.nameExpressions(tree);
        gate.walk(tree);
        // A semicolon would end the statement that this one is put into. DuckDB's own text of it has none.
        String text = sql.contains(";")
                ? sandbox.first("SELECT json_deserialize_sql(" + serialized + ")", row -> row.requiredText(0))
                        .orElse(sql)
                : sql;
        return new Select(text, Set.copyOf(gate.columns), gate.allColumns, gate.feeding, gate.passing);
    }

    /** The names that WITH gives; any of them may be read anywhere, which DuckDB checks more closely. */
    private void nameExpressions(JsonNode node) {
        JsonNode map = node.path("cte_map").path("map");
        for (JsonNode entry : map) {
            names.add(entry.path("key").asString("").toLowerCase(Locale.ROOT));
        }
        for (JsonNode child : node) {
            if (child.isContainer()) {
                nameExpressions(child);
            }
        }
    }

    private void walk(JsonNode node) {
        String type = node.path("type").asString("");
        if (CHANGES.contains(type)) {
            throw refused("is not one SELECT: its WITH changes rows. Maybe SELECT * FROM source");
        }
        switch (type) {
            case "BASE_TABLE" -> table(node);
            case "TABLE_FUNCTION" -> tableFunction(node);
            case "COLUMN_REF" -> {
                JsonNode path = node.path("column_names");
                if (!path.isEmpty()) {
                    columns.add(path.get(path.size() - 1).asString("").toLowerCase(Locale.ROOT));
                    columns.add(path.get(0).asString("").toLowerCase(Locale.ROOT));
                }
            }
            case "STAR" -> allColumns = true;
            default -> {
            }
        }
        for (JsonNode item : node.path("select_list")) {
            result(item);
        }
        JsonNode using = node.path("using_columns");
        for (JsonNode column : using) {
            columns.add(column.asString("").toLowerCase(Locale.ROOT));
        }
        for (Map.Entry<String, JsonNode> child : node.isObject()
                ? node.properties()
                : Set.<Map.Entry<String, JsonNode>>of()) {
            if (child.getValue().isContainer()) {
                walk(child.getValue());
            }
        }
        if (node.isArray()) {
            node.forEach(this::walk);
        }
    }

    /** Takes down from which columns a result is made. */
    private void result(JsonNode item) {
        Set<String> made = new HashSet<>();
        references(item, made);
        String alias = item.path("alias").asString("");
        String name = alias.isEmpty() && made.size() == 1 ? made.iterator().next() : alias.toLowerCase(Locale.ROOT);
        if (!name.isEmpty()) {
            feeding.computeIfAbsent(name, _ -> new HashSet<>()).addAll(made);
            if (isHandedOn(item)) {
                passing.computeIfAbsent(name, _ -> new HashSet<>()).addAll(made);
            }
        }
    }

    private static void references(JsonNode node, Set<String> made) {
        if (node.path("type").asString("").equals("COLUMN_REF") && !node.path("column_names").isEmpty()) {
            JsonNode path = node.path("column_names");
            made.add(path.get(path.size() - 1).asString("").toLowerCase(Locale.ROOT));
        }
        for (JsonNode child : node) {
            if (child.isContainer()) {
                references(child, made);
            }
        }
    }

    /** A column as it is, cast to text, or put together with other texts. */
    private static boolean isHandedOn(JsonNode item) {
        return switch (item.path("class").asString("")) {
            case "COLUMN_REF" -> true;
            case "CAST" -> TEXT_TYPES.contains(
                    item.path("type_expr").path("type_name").asString("").toUpperCase(Locale.ROOT))
                    && isHandedOn(item.path("child"));
            case "FUNCTION" -> TEXT_FUNCTIONS.contains(item.path("function_name").asString(""));
            default -> false;
        };
    }

    private void table(JsonNode node) {
        String name = node.path("table_name").asString("");
        boolean qualified = !node.path("schema_name").asString("").isEmpty()
                || !node.path("catalog_name").asString("").isEmpty();
        String lower = name.toLowerCase(Locale.ROOT);
        if (qualified || !(tables.contains(lower) || names.contains(lower))) {
            Set<String> known = new TreeSet<>(tables);
            throw refused("reads [%s], which is not one of the tables %s.%s".formatted(name, known,
                    Closest.to(name, known).map(" Maybe [%s]"::formatted)
                            .orElse(" Maybe name it under source.tables")));
        }
    }

    private void tableFunction(JsonNode node) {
        String name = node.path("function").path("function_name").asString("");
        if (!TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
            throw refused("calls the table function [%s]. Maybe name the file under source.tables".formatted(name));
        }
    }

    private static ManyModelsException refused(String what) {
        return ManyModelsException.invalid("transform-refused", "transform: the SQL " + what);
    }
}
