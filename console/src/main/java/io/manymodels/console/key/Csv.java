package io.manymodels.console.key;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A table as CSV that a spreadsheet opens without running it: text that would be read as a formula is led by an apostrophe.
 * Numbers stay as they are, text that is one included.
 */
final class Csv {

    private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\t\r].*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9.,]*([eE][+-]?[0-9]+)?");
    private static final Pattern QUOTED = Pattern.compile("(?s).*[\",\n\r].*");

    private Csv() {}

    /** The rows' values under the names of their columns; nothing where a row has none. */
    static String of(List<String> columns, Iterable<JsonNode> rows) {
        StringBuilder csv = new StringBuilder(line(columns));
        rows.forEach(row -> csv.append(line(columns.stream().map(column -> row.path(column).asString("")).toList())));
        return csv.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
        return QUOTED.matcher(safe).matches() ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
