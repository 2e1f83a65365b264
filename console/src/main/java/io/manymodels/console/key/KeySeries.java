package io.manymodels.console.key;

import io.manymodels.family.OurColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key's past and future, time by time: a row a time, a column a line of the chart.
 *
 * @param time name of the time column
 * @param dated whether times are on the calendar, in seconds since 1970, and not plain integers
 * @param labelled whether a label is drawn, which came or did not, and its probability
 */
record KeySeries(String time, boolean dated, boolean labelled, List<SeriesColumn> columns, List<Row> rows) {

    private static final int MOST_KNOWN = 4;
    private static final String PROBABILITY = "probability_";

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

        private final TimePlace place;

        Table(TimePlace place) {
            this.place = place;
        }

        void put(SeriesColumn column, JsonNode time, JsonNode value) {
            put(column, time, value.isBoolean()
                    ? value.asBoolean() ? 1 : 0
                    : value.isNumber() ? value.asDouble() : Double.NaN);
        }

        void put(SeriesColumn column, JsonNode time, double value) {
            Map<Double, Double> cells = columns.computeIfAbsent(column, _ -> new TreeMap<>());
            double x = place.x(time);
            if (!Double.isNaN(x)) {
                labels.putIfAbsent(x, place.label(time));
                if (!Double.isNaN(value)) {
                    cells.put(x, value);
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
     * Of labels the last by name is drawn: 1 where it came, and between 0 and 1 its probability.
     *
     * @param history answer of {@code GET /families/{f}/history}
     * @param predictions items of {@code GET /families/{f}/predictions}
     * @param earlier the same of {@code GET /families/{f}/predictions/earlier}
     * @param backtest items of {@code GET /families/{f}/backtest}
     */
    static KeySeries of(JsonNode history, List<JsonNode> predictions, List<JsonNode> earlier,
            List<JsonNode> backtest, TimePlace place) {
        String time = history.path("time").asString("");
        String target = history.path("target").asString("");
        OurColumns ours = OurColumns.beside(history);
        String label = label(history, ours, predictions, backtest);
        String predicted = label == null ? "prediction" : PROBABILITY + label;
        Table table = new Table(place);
        SeriesColumn actual = new SeriesColumn(label == null ? target : target + " is " + label, "line", "");
        table.columns.put(actual, new TreeMap<>());
        for (JsonNode row : history.path("rows")) {
            if (label == null || !row.hasNonNull(target)) {
                table.put(actual, row.path(time), row.path(target));
            } else {
                table.put(actual, row.path(time), row.path(target).asString("").equals(label) ? 1 : 0);
            }
        }
        double first = history.path("rows").isEmpty() ? 0 : place.x(history.path("rows").get(0).path(time));
        // Of several cutoffs the last one stays, which saw most.
        draw(table, new SeriesColumn("backtest", "past", ""), shown(backtest, time, first, place), time, ours,
                predicted);
        draw(table, new SeriesColumn("forecast before", "earlier", ""), shown(earlier, time, first, place), time, ours,
                predicted);
        List<JsonNode> current = shown(predictions, time, first, place);
        draw(table, new SeriesColumn(label == null ? "forecast" : "probability of " + label, "forecast", ""), current,
                time, ours, predicted);
        for (JsonNode row : current) {
            ours.in(row).properties().forEach(cell -> {
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
                .allMatch(column -> place.isDated(column.path("type").asString("")));
        return new KeySeries(time, dated, label != null, List.copyOf(table.columns.keySet()), table.rows());
    }

    private static List<JsonNode> shown(List<JsonNode> rows, String time, double first, TimePlace place) {
        return rows.stream().filter(row -> place.x(row.path(time)) >= first).toList();
    }

    private static void draw(Table table, SeriesColumn column, List<JsonNode> rows, String time, OurColumns ours,
            String value) {
        rows.forEach(row -> table.put(column, row.path(time), ours.in(row).path(value)));
    }

    /** The label that is drawn; null where the target is a number. */
    private static @Nullable String label(JsonNode history, OurColumns ours, List<JsonNode> predictions,
            List<JsonNode> backtest) {
        TreeSet<String> labels = new TreeSet<>();
        Stream.concat(predictions.stream(), backtest.stream()).flatMap(row -> ours.in(row).propertyNames().stream())
                .filter(name -> name.startsWith(PROBABILITY))
                .forEach(name -> labels.add(name.substring(PROBABILITY.length())));
        String target = history.path("target").asString("");
        boolean text = history.path("columns").valueStream()
                .anyMatch(column -> column.path("name").asString("").equals(target)
                        && column.path("type").asString("").equals("text"));
        if (text) {
            history.path("rows").valueStream().filter(row -> row.hasNonNull(target))
                    .forEach(row -> labels.add(row.path(target).asString("")));
        }
        return labels.isEmpty() ? null : labels.last();
    }

    /** Whether there is a column of a kind. */
    public boolean has(String kind) {
        return columns.stream().anyMatch(column -> column.kind().equals(kind));
    }

    /** The coverages of the forecast's intervals in percent, the narrowest first. */
    public List<Integer> intervals() {
        return columns.stream().filter(column -> column.kind().equals("lower"))
                .map(column -> Integer.valueOf(column.group())).sorted().toList();
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
}
