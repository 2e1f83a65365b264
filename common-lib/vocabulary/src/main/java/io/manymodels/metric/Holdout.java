package io.manymodels.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Rows of a partition and what was predicted for them by models that had not seen them: those by which a candidate was
 * judged. Training keeps them with a candidate where a rule of promotion compares it with the champion, which promotion
 * then asks for the same rows.
 *
 * @param rows places in the partition of the snapshot that was trained on, from 0
 * @param intervals coverages in percent; empty for a classification, and where no rule needs them
 * @param predicted one a row; empty for a classification
 * @param lower [interval][row], NaN where there is no bound; likewise {@code upper}
 * @param naiveErrors as in {@link NumberRows}; NaN where no rule needs them; likewise {@code naiveSquares}
 * @param labels empty unless a classification
 * @param probabilities [label][row]
 */
public record Holdout(int[] rows, List<Integer> intervals, double[] predicted, double[][] lower, double[][] upper,
        double[] naiveErrors, double[] naiveSquares, List<String> labels, double[][] probabilities) {

    public Holdout {
        intervals = List.copyOf(intervals);
        labels = List.copyOf(labels);
    }

    /** Of numbers. */
    public static Holdout ofNumbers(int[] rows, NumberRows judged) {
        return new Holdout(rows, judged.intervals(), judged.predicted(), judged.lower(), judged.upper(),
                judged.naiveErrors(), judged.naiveSquares(), List.of(), new double[0][]);
    }

    /** Of labels. */
    public static Holdout ofLabels(int[] rows, List<String> labels, double[][] probabilities) {
        return new Holdout(rows, List.of(), new double[0], new double[0][], new double[0][], new double[0],
                new double[0], labels, probabilities);
    }

    public boolean isLabelled() {
        return !labels.isEmpty();
    }

    public int size() {
        return rows.length;
    }

    /** The same without intervals. */
    public Holdout withoutIntervals() {
        return new Holdout(rows, List.of(), predicted, new double[0][], new double[0][], naiveErrors, naiveSquares,
                labels, probabilities);
    }

    /** The rows with the largest numbers, which are the newest, ascending. */
    public Holdout newest(int count) {
        int[] order = IntStream.range(0, rows.length).boxed().sorted((a, b) -> Integer.compare(rows[b], rows[a]))
                .limit(count).mapToInt(Integer::intValue).toArray();
        return select(IntStream.rangeClosed(1, order.length).map(i -> order[order.length - i]).toArray());
    }

    /** The rows at these places of this holdout. */
    public Holdout select(int[] places) {
        return new Holdout(IntStream.of(places).map(place -> rows[place]).toArray(), intervals,
                some(predicted, places), some(lower, places), some(upper, places), some(naiveErrors, places),
                some(naiveSquares, places), labels, some(probabilities, places));
    }

    /** The same rows, numbered as a larger set of rows numbers them: row i of these is row {@code places[i]} of that. */
    public Holdout of(int[] places) {
        return new Holdout(IntStream.of(rows).map(row -> places[row]).toArray(), intervals, predicted, lower, upper,
                naiveErrors, naiveSquares, labels, probabilities);
    }

    private static double[] some(double[] values, int[] places) {
        return values.length == 0 ? values : IntStream.of(places).mapToDouble(place -> values[place]).toArray();
    }

    private static double[][] some(double[][] values, int[] places) {
        return Arrays.stream(values).map(each -> some(each, places)).toArray(double[][]::new);
    }

    /** As JSON; numbers with the precision of a float, which is more than a comparison needs. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        if (isLabelled()) {
            json.put("labels", labels);
            json.put("probabilities", floats(probabilities));
            return json;
        }
        json.put("predicted", floats(predicted));
        if (!intervals.isEmpty()) {
            json.put("intervals", intervals);
            json.put("lower", floats(lower));
            json.put("upper", floats(upper));
        }
        if (Arrays.stream(naiveErrors).anyMatch(Double::isFinite)) {
            json.put("naiveErrors", floats(naiveErrors));
            json.put("naiveSquares", floats(naiveSquares));
        }
        return json;
    }

    /** From {@link #toJson}. Throws IllegalArgumentException where arrays differ in length. */
    public static Holdout fromJson(JsonNode json) {
        int[] rows = StreamSupport.stream(json.path("rows").spliterator(), false).mapToInt(JsonNode::intValue)
                .toArray();
        List<String> labels = new ArrayList<>();
        json.path("labels").forEach(label -> labels.add(label.asString()));
        List<Integer> intervals = new ArrayList<>();
        json.path("intervals").forEach(interval -> intervals.add(interval.intValue()));
        Holdout read = new Holdout(rows, intervals, doubles(json.path("predicted")), matrix(json.path("lower")),
                matrix(json.path("upper")), orMissing(doubles(json.path("naiveErrors")), rows.length),
                orMissing(doubles(json.path("naiveSquares")), rows.length), labels,
                matrix(json.path("probabilities")));
        boolean fits = labels.isEmpty()
                ? read.predicted.length == rows.length && read.lower.length == intervals.size()
                        && read.upper.length == intervals.size()
                : read.probabilities.length == labels.size();
        if (!fits || Arrays.stream(read.lower).anyMatch(each -> each.length != rows.length)
                || Arrays.stream(read.upper).anyMatch(each -> each.length != rows.length)
                || Arrays.stream(read.probabilities).anyMatch(each -> each.length != rows.length)) {
            throw new IllegalArgumentException(
                    "A holdout of [%d] rows has arrays of other lengths".formatted(rows.length));
        }
        return read;
    }

    private static double[] orMissing(double[] values, int size) {
        if (values.length == size) {
            return values;
        }
        double[] missing = new double[size];
        Arrays.fill(missing, Double.NaN);
        return missing;
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(value -> value.isNumber() ? value.doubleValue() : Double.NaN).toArray();
    }

    private static double[][] matrix(JsonNode arrays) {
        return StreamSupport.stream(arrays.spliterator(), false).map(Holdout::doubles).toArray(double[][]::new);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static float[][] floats(double[][] values) {
        return Arrays.stream(values).map(Holdout::floats).toArray(float[][]::new);
    }
}
