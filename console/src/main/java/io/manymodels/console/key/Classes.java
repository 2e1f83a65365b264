package io.manymodels.console.key;

import io.manymodels.console.chart.ReliabilityPicture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * How well a classifier did on the rows of a backtest.
 *
 * @param labels in the order of their names
 * @param confusion rows by actual label, then by predicted label
 * @param calibration of the probabilities of all labels together
 */
record Classes(List<String> labels, Map<String, Map<String, Long>> confusion, List<Bin> calibration) {

    private static final int BINS = 10;
    private static final String PROBABILITY = "probability_";

    /**
     * @param expected mean of the probabilities in the bin
     * @param observed share of them whose label came true
     */
    record Bin(double from, double to, long count, double expected, double observed) {}

    static Classes of(List<JsonNode> backtest) {
        TreeSet<String> labels = new TreeSet<>();
        Map<String, Map<String, Long>> confusion = new TreeMap<>();
        long[] counts = new long[BINS];
        double[] expected = new double[BINS];
        double[] observed = new double[BINS];
        for (JsonNode row : backtest) {
            if (row.path("actual").isNull() || row.path("prediction").isNull()) {
                continue;
            }
            String actual = row.path("actual").asString("");
            String predicted = row.path("prediction").asString("");
            labels.add(actual);
            labels.add(predicted);
            confusion.computeIfAbsent(actual, _ -> new TreeMap<>()).merge(predicted, 1L, Long::sum);
            row.properties().stream().filter(cell -> cell.getKey().startsWith(PROBABILITY))
                    .filter(cell -> cell.getValue().isNumber()).forEach(cell -> {
                        double probability = cell.getValue().asDouble();
                        int bin = Math.clamp((int) (probability * BINS), 0, BINS - 1);
                        counts[bin]++;
                        expected[bin] += probability;
                        observed[bin] += cell.getKey().equals(PROBABILITY + actual) ? 1 : 0;
                    });
        }
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            if (counts[i] > 0) {
                bins.add(new Bin((double) i / BINS, (i + 1.0) / BINS, counts[i], expected[i] / counts[i],
                        observed[i] / counts[i]));
            }
        }
        return new Classes(List.copyOf(labels), new LinkedHashMap<>(confusion), bins);
    }

    public long count(String actual, String predicted) {
        return confusion.getOrDefault(actual, Map.of()).getOrDefault(predicted, 0L);
    }

    /** Rows that were judged. */
    public long rows() {
        return confusion.values().stream().flatMap(said -> said.values().stream()).mapToLong(Long::longValue).sum();
    }

    /** Those of them whose label was said. */
    public long right() {
        return labels.stream().mapToLong(label -> count(label, label)).sum();
    }

    /** The calibration as a picture. */
    public String svg() {
        return new ReliabilityPicture(calibration.stream()
                .map(bin -> new ReliabilityPicture.Point(bin.expected(), bin.observed(), bin.count())).toList())
                .svg(240);
    }

    public boolean isEmpty() {
        return labels.isEmpty();
    }
}
