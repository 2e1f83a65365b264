package io.manymodels.promotion.judgement;

import io.manymodels.family.Metric;
import io.manymodels.metric.Holdout;
import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.LabelRows;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Measures a candidate and a champion on the judged rows of the candidate that the champion has not seen either: those
 * behind the last row that it was trained on.
 */
final class SameRows {

    private final Set<Metric> metrics;
    private final TimeAxis axis;

    SameRows(Set<Metric> metrics, TimeAxis axis) {
        this.metrics = metrics;
        this.axis = axis;
    }

    /**
     * Compares on the rows of one partition.
     *
     * @param origin time of the last row that the champion was trained on, as its provenance tells it
     * @return empty where no judged row is new to the champion, or it cannot predict any of them
     */
    Optional<Comparison> compare(Holdout holdout, PartitionRows rows, String origin, PartitionModel champion) {
        long seen = axis.ordinal(origin);
        Holdout unseen = some(holdout, place -> holdout.rows()[place] < rows.size()
                && rows.time(holdout.rows()[place]) > seen);
        if (unseen.size() == 0) {
            return Optional.empty();
        }
        PartitionRows actual = rows.select(unseen.rows());
        Predictions predicted = champion.predict(actual);
        int target = rows.schema().target();
        int[] answered = places(unseen.size(), place -> Double.isFinite(predicted.value()[place])
                && !actual.isMissing(target, place));
        if (answered.length == 0) {
            return Optional.empty();
        }
        Map<String, Comparison.Pair> figures = unseen.isLabelled()
                ? labels(unseen, actual, predicted, answered)
                : numbers(unseen, actual, predicted, answered, champion.header().intervals());
        return Optional.of(new Comparison(Comparison.Basis.SAME_ROWS, answered.length, figures));
    }

    private Map<String, Comparison.Pair> numbers(Holdout unseen, PartitionRows rows, Predictions champion,
            int[] answered, List<Integer> intervals) {
        double[] actual = some(rows.numbers(rows.schema().target()), answered);
        Holdout own = unseen.select(answered);
        NumberRows candidates = new NumberRows(actual, own.predicted(), own.lower(), own.upper(), own.intervals(),
                own.naiveErrors(), own.naiveSquares());
        NumberRows champions = new NumberRows(actual, some(champion.value(), answered),
                bounds(champion.lower(), intervals, own.intervals(), answered),
                bounds(champion.upper(), intervals, own.intervals(), answered), own.intervals(), own.naiveErrors(),
                own.naiveSquares());
        Map<String, Comparison.Pair> figures = new TreeMap<>();
        for (Metric metric : metrics) {
            if (metric.measure() instanceof NumberMeasure measure) {
                put(figures, metric, measure.value(candidates), measure.value(champions));
            }
        }
        return figures;
    }

    /** The champion's bounds of the candidate's intervals; missing where it has none of that coverage. */
    private static double[][] bounds(double[][] bounds, List<Integer> has, List<Integer> wanted, int[] answered) {
        return wanted.stream().map(coverage -> {
            int place = has.indexOf(coverage);
            double[] missing = new double[answered.length];
            Arrays.fill(missing, Double.NaN);
            return place < 0 || place >= bounds.length ? missing : some(bounds[place], answered);
        }).toArray(double[][]::new);
    }

    private Map<String, Comparison.Pair> labels(Holdout unseen, PartitionRows rows, Predictions champion,
            int[] answered) {
        Set<String> known = new TreeSet<>(unseen.labels());
        known.addAll(champion.labels());
        IntStream.of(answered).forEach(place -> known.add(Objects.requireNonNull(rows.label(place))));
        List<String> labels = List.copyOf(known);
        int[] actual = IntStream.of(answered).map(place -> labels.indexOf(rows.label(place))).toArray();
        LabelRows candidates = new LabelRows(actual,
                probabilities(unseen.probabilities(), unseen.labels(), labels, answered));
        LabelRows champions = new LabelRows(actual,
                probabilities(champion.probabilities(), champion.labels(), labels, answered));
        Map<String, Comparison.Pair> figures = new TreeMap<>();
        for (Metric metric : metrics) {
            if (metric.measure() instanceof LabelMeasure measure) {
                put(figures, metric, measure.value(candidates), measure.value(champions));
            }
        }
        return figures;
    }

    /** A label that a model has never seen has no chance with it. */
    private static double[][] probabilities(double[][] probabilities, List<String> has, List<String> wanted,
            int[] answered) {
        return wanted.stream().map(has::indexOf)
                .map(place -> place < 0 ? new double[answered.length] : some(probabilities[place], answered))
                .toArray(double[][]::new);
    }

    private static void put(Map<String, Comparison.Pair> figures, Metric metric, double candidate, double champion) {
        if (Double.isFinite(candidate) && Double.isFinite(champion)) {
            figures.put(metric.wire(), new Comparison.Pair(candidate, champion));
        }
    }

    private static Holdout some(Holdout holdout, IntPredicate wanted) {
        return holdout.select(places(holdout.size(), wanted));
    }

    private static int[] places(int size, IntPredicate wanted) {
        return IntStream.range(0, size).filter(wanted).toArray();
    }

    private static double[] some(double[] values, int[] places) {
        return IntStream.of(places).mapToDouble(place -> values[place]).toArray();
    }
}
