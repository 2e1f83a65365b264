package io.manymodels.console.key;

import io.manymodels.family.OurColumns;
import io.manymodels.problem.ManyModelsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Rows with columns that somebody may change: those of the future that a forecast is for, with its known columns, or the
 * newest row of a family that looks at each row by itself, with all that its models see.
 *
 * @param columns that may be changed
 * @param rows one a time: what is known of it
 */
record WhatIf(String time, List<String> columns, List<Row> rows) {

    private static final int MOST_ROWS = 30;
    /** Rows that have happened, where there is no other. */
    private static final int LAST_ROWS = 7;
    private static final int MOST_COLUMNS = 8;
    private static final int MOST_OF_A_ROW = 32;
    private static final int BESIDE_EACH_OTHER = 4;

    /**
     * @param at the time, as JSON has it
     * @param values as text, one a column
     * @param forecast what batch scoring says; missing where it has not been asked
     */
    record Row(JsonNode at, List<String> values, JsonNode forecast) {}

    /** Of a forecast. */
    static WhatIf of(JsonNode history, List<JsonNode> predictions) {
        String time = history.path("time").asString("");
        OurColumns ours = OurColumns.beside(history);
        List<String> columns = columns(history, Set.of("known")).stream().limit(MOST_COLUMNS).toList();
        Map<String, JsonNode> known = new LinkedHashMap<>();
        history.path("rows").forEach(row -> known.put(row.path(time).asString(""), row));
        JsonNode last = history.path("rows").isEmpty()
                ? history
                : history.path("rows").get(history.path("rows").size() - 1);
        List<Row> rows = asked(predictions, history).stream().map(prediction -> {
            JsonNode row = known.getOrDefault(prediction.path(time).asString(""), last);
            return new Row(prediction.path(time),
                    columns.stream().map(column -> row.path(column).asString("")).toList(),
                    ours.in(prediction).path("prediction"));
        }).toList();
        return new WhatIf(time, columns, rows);
    }

    /** Of the newest row; none where there is none, or more to change than anybody would. */
    static WhatIf ofNewest(JsonNode history) {
        String time = history.path("time").asString("");
        List<String> columns = columns(history, Set.of("known", "observed"));
        JsonNode rows = history.path("rows");
        if (rows.isEmpty() || columns.size() > MOST_OF_A_ROW) {
            return new WhatIf(time, columns, List.of());
        }
        JsonNode newest = rows.get(rows.size() - 1);
        return new WhatIf(time, columns, List.of(new Row(newest.path(time),
                columns.stream().map(column -> newest.path(column).asString("")).toList(),
                MissingNode.getInstance())));
    }

    private static List<String> columns(JsonNode history, Set<String> roles) {
        return history.path("columns").valueStream().filter(column -> roles.contains(column.path("role").asString("")))
                .map(column -> column.path("name").asString("")).toList();
    }

    /** Whether there is so much to change of one row that it stands below each other. */
    public boolean isLong() {
        return rows.size() == 1 && columns.size() > BESIDE_EACH_OTHER;
    }

    /** Those of the future; where a family scores the past alone, the last of them. */
    private static List<JsonNode> asked(List<JsonNode> predictions, JsonNode history) {
        String time = history.path("time").asString("");
        String target = history.path("target").asString("");
        Set<String> happened = history.path("rows").valueStream().filter(row -> row.hasNonNull(target))
                .map(row -> row.path(time).asString("")).collect(Collectors.toSet());
        List<JsonNode> coming = predictions.stream()
                .filter(row -> !happened.contains(row.path(time).asString(""))).limit(MOST_ROWS).toList();
        return coming.isEmpty()
                ? predictions.subList(Math.max(0, predictions.size() - LAST_ROWS), predictions.size())
                : coming;
    }

    /**
     * The rows to ask for, with what somebody typed in the place of what is known.
     *
     * @param typed values in the order of rows, then columns
     */
    List<Map<String, Object>> asked(KeyName key, List<String> typed) {
        if (typed.size() != rows.size() * columns.size()) {
            throw ManyModelsException.conflict("what-if-stale",
                    "The forecast has changed since the form was shown. Maybe look at the key again");
        }
        List<Map<String, Object>> asked = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            key.values().properties().forEach(column -> row.put(column.getKey(), column.getValue()));
            if (!time.isEmpty()) {
                row.put(time, rows.get(i).at());
            }
            for (int c = 0; c < columns.size(); c++) {
                String value = typed.get(i * columns.size() + c).strip();
                if (!value.isEmpty()) {
                    row.put(columns.get(c), plain(value));
                }
            }
            asked.add(row);
        }
        return asked;
    }

    private static Object plain(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        if (value.matches("-?(0|[1-9]\\d{0,17})")) {
            return Long.valueOf(value);
        }
        return value.matches("-?\\d{1,15}\\.\\d{1,15}") ? (Object) Double.valueOf(value) : value;
    }
}
