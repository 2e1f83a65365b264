package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;
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
        int[] kept = new int[own.size()];
        int count = 0;
        boolean ascending = true;
        for (int i = 0; i < kept.length; i++) {
            if (!own.isMissing(target, i) && (!own.hasTimes() || own.time(i) >= from)) {
                ascending &= !own.hasTimes() || count == 0 || own.time(kept[count - 1]) <= own.time(i);
                kept[count++] = i;
            }
        }
        int[] places = Arrays.copyOf(kept, count);
        return ascending
                ? places
                : IntStream.of(places).boxed().sorted(java.util.Comparator.comparingLong(own::time))
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
