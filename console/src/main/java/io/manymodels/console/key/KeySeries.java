package io.manymodels.console.key;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key's past and future, time by time: a row a time, a column a line of the chart.
 *
 * @param time name of the time column
 * @param dated whether times are on the calendar, in seconds since 1970, and not plain integers
 */
record KeySeries(String time, boolean dated, List<SeriesColumn> columns, List<Row> rows) {

    private static final int MOST_KNOWN = 4;

    /**
     * @param x place on the axis of time
     * @param values one a column; null where there is none
     */
    record Row(double x, String label, List<@Nullable Double> values) {

        Row {
            values = new ArrayList<>(values);
        }
    }

    /** Values by place in time, column by column. */
    private static final class Table {

        private final Map<Double, String> labels = new TreeMap<>();
        private final Map<SeriesColumn, Map<Double, Double>> columns = new LinkedHashMap<>();

        void put(SeriesColumn column, JsonNode time, JsonNode value) {
            Map<Double, Double> cells = columns.computeIfAbsent(column, _ -> new TreeMap<>());
            double number = value.isBoolean()
                    ? value.asBoolean() ? 1 : 0
                    : value.isNumber() ? value.asDouble() : Double.NaN;
            double x = place(time);
            if (!Double.isNaN(x)) {
                labels.putIfAbsent(x, time.asString(""));
                if (!Double.isNaN(number)) {
                    cells.put(x, number);
                }
            }
        }

        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            labels.forEach((x, label) -> {
                List<@Nullable Double> values = new ArrayList<>();
                columns.values().forEach(cells -> values.add(cells.get(x)));
                rows.add(new Row(x, label, values));
            });
            return rows;
        }
    }

    /**
     * @param history answer of {@code GET /families/{f}/history}
     * @param predictions items of {@code GET /families/{f}/predictions}
     * @param earlier the same of {@code GET /families/{f}/predictions/earlier}
     * @param backtest items of {@code GET /families/{f}/backtest}
     */
    static KeySeries of(JsonNode history, List<JsonNode> predictions, List<JsonNode> earlier,
            List<JsonNode> backtest) {
        String time = history.path("time").asString("");
        String target = history.path("target").asString("");
        Table table = new Table();
        SeriesColumn actual = new SeriesColumn(target, "line", "");
        for (JsonNode row : history.path("rows")) {
            table.put(actual, row.path(time), row.path(target));
        }
        SeriesColumn past = new SeriesColumn("backtest", "past", "");
        double first = history.path("rows").isEmpty() ? 0 : place(history.path("rows").get(0).path(time));
        // Of several cutoffs the last one stays, which saw most.
        backtest.stream().filter(row -> place(row.path(time)) >= first)
                .forEach(row -> table.put(past, row.path(time), row.path("prediction")));
        SeriesColumn before = new SeriesColumn("forecast before", "earlier", "");
        earlier.stream().filter(row -> place(row.path(time)) >= first)
                .forEach(row -> table.put(before, row.path(time), row.path("prediction")));
        for (JsonNode row : predictions) {
            table.put(new SeriesColumn("forecast", "forecast", ""), row.path(time), row.path("prediction"));
            row.properties().forEach(cell -> {
                String name = cell.getKey();
                if (name.matches("(lower|upper)_\\d+")) {
                    String interval = name.substring(6);
                    table.put(new SeriesColumn(name.replace('_', ' ') + " %", name.substring(0, 5), interval),
                            row.path(time), cell.getValue());
                }
            });
        }
        history.path("columns").valueStream().filter(column -> column.path("role").asString("").equals("known"))
                .filter(column -> !column.path("type").asString("").equals("text")).limit(MOST_KNOWN)
                .forEach(column -> {
                    String name = column.path("name").asString("");
                    SeriesColumn known = new SeriesColumn(name, "known", name);
                    history.path("rows").forEach(row -> table.put(known, row.path(time), row.path(name)));
                });
        boolean dated = history.path("columns").valueStream()
                .filter(column -> column.path("name").asString("").equals(time))
                .noneMatch(column -> column.path("type").asString("").equals("integer"));
        return new KeySeries(time, dated, List.copyOf(table.columns.keySet()), table.rows());
    }

    /** Whether there is a column of a kind. */
    public boolean has(String kind) {
        return columns.stream().anyMatch(column -> column.kind().equals(kind));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The values of the first column of a kind, time by time. */
    List<@Nullable Double> values(String kind) {
        List<@Nullable Double> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind().equals(kind)) {
                for (Row row : rows) {
                    values.add(row.values().get(i));
                }
                return values;
            }
        }
        return values;
    }

    /** Seconds since 1970, or the integer itself; NaN for anything else. */
    private static double place(JsonNode time) {
        if (time.isNumber()) {
            return time.asDouble();
        }
        String text = time.asString("");
        try {
            if (text.length() == "2026-01-01".length()) {
                return LocalDate.parse(text).toEpochDay() * 86_400.0;
            }
            return (text.endsWith("Z") || text.lastIndexOf('+') > 0
                    ? OffsetDateTime.parse(text).toEpochSecond()
                    : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Double.NaN;
        }
    }
}
