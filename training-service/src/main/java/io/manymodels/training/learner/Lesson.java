package io.manymodels.training.learner;

import io.manymodels.family.Task;
import io.manymodels.rows.PartitionRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a learner is given: it may look at nothing else.
 *
 * @param rows labelled, in the spec's schema, ascending in time where there is time
 * @param labels of a classification, in alphabetical order; empty otherwise
 * @param family what the keys of the family taught together, as far as a model of these rows may know it; null for nothing
 */
public record Lesson(TrainingSpec spec, PartitionRows rows, List<String> labels, Deadline deadline,
        Variant.@Nullable Fitting family) {

    public Lesson {
        labels = List.copyOf(labels);
    }

    /** Of rows that know nothing of other keys. */
    public Lesson(TrainingSpec spec, PartitionRows rows, List<String> labels, Deadline deadline) {
        this(spec, rows, labels, deadline, null);
    }

    /** The target of a forecast or regression. */
    public double[] target() {
        return rows.numbers(spec.schema().target());
    }

    /** The target of a classification: the place of each row's label. */
    public double[] classes() {
        double[] classes = new double[rows.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.indexOf(rows.label(i));
        }
        return classes;
    }

    /** Whether the rows are one key's own past, with step indexes. */
    public boolean hasHistory() {
        return spec.task() == Task.FORECAST && spec.timeAxis() != null;
    }
}
