package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.TrainingSpec;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which rows of a partition are trained on. */
public final class TrainingRows {

    private TrainingRows() {}

    /** Rows with a target, ascending in time, no older than the spec's history. */
    public static PartitionRows labelled(TrainingSpec spec, PartitionRows rows) {
        return rows.conform(spec.schema()).select(places(spec, rows));
    }

    /** Where these rows stand among all. */
    public static int[] places(TrainingSpec spec, PartitionRows rows) {
        PartitionRows own = rows.conform(spec.schema());
        int target = spec.schema().target();
        long from = from(spec, own);
        int[] kept = IntStream.range(0, own.size())
                .filter(i -> !own.isMissing(target, i) && (!own.hasTimes() || own.time(i) >= from)).toArray();
        boolean ascending = !own.hasTimes()
                || IntStream.range(1, kept.length).allMatch(i -> own.time(kept[i - 1]) <= own.time(kept[i]));
        return ascending
                ? kept
                : IntStream.of(kept).boxed().sorted(java.util.Comparator.comparingLong(own::time))
                        .mapToInt(Integer::intValue).toArray();
    }

    private static long from(TrainingSpec spec, PartitionRows rows) {
        TimeAxis axis = spec.timeAxis();
        if (spec.history() == null || axis == null || !rows.hasTimes()) {
            return Long.MIN_VALUE;
        }
        int target = spec.schema().target();
        long last = IntStream.range(0, rows.size()).filter(i -> !rows.isMissing(target, i)).mapToLong(rows::time).max()
                .orElse(Long.MIN_VALUE + 1);
        return last == Long.MIN_VALUE + 1
                ? last
                : axis.minus(last, spec.history().amount(), spec.history().unit());
    }

    /** The labels of a classification in alphabetical order; empty otherwise. */
    public static List<String> labels(TrainingSpec spec, PartitionRows labelled) {
        if (spec.task() != Task.CLASSIFICATION) {
            return List.of();
        }
        TreeSet<String> labels = new TreeSet<>();
        for (int i = 0; i < labelled.size(); i++) {
            labels.add(Objects.requireNonNull(labelled.label(i)));
        }
        return List.copyOf(labels);
    }

    /** Whether there is nothing to learn: one label, or one number. */
    public static boolean constant(TrainingSpec spec, PartitionRows labelled, List<String> labels) {
        if (spec.task() == Task.CLASSIFICATION) {
            return labels.size() < 2;
        }
        double[] y = labelled.numbers(spec.schema().target());
        return IntStream.range(1, y.length).allMatch(i -> y[i] == y[0]);
    }
}
