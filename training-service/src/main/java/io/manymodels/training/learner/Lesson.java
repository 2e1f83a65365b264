package io.manymodels.training.learner;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a learner is given: it may look at nothing else. Not thread-safe, as what candidates share is worked out on the way. */
public final class Lesson {

    private final TrainingSpec spec;
    private final PartitionRows rows;
    private final List<String> labels;
    private final Deadline deadline;
    private final Variant.@Nullable Fitting family;
    private final @Nullable Lesson earlier;
    private final Map<TargetTransform, Groundwork> groundwork = new EnumMap<>(TargetTransform.class);
    private final Map<Integer, NumberColumn> numbers = new HashMap<>();
    private long @Nullable [] indexes;

    private Lesson(TrainingSpec spec, PartitionRows rows, List<String> labels, Deadline deadline,
            Variant.@Nullable Fitting family, @Nullable Lesson earlier) {
        this.spec = spec;
        this.rows = rows;
        this.labels = List.copyOf(labels);
        this.deadline = deadline;
        this.family = family;
        this.earlier = earlier;
    }

    /**
     * @param rows labelled, in the spec's schema, ascending in time where there is time
     * @param labels of a classification, in alphabetical order; empty otherwise
     * @param family what the keys of the family taught together, as far as a model of these rows may know it; null for nothing
     */
    public Lesson(TrainingSpec spec, PartitionRows rows, List<String> labels, Deadline deadline,
            Variant.@Nullable Fitting family) {
        this(spec, rows, labels, deadline, family, null);
    }

    /** Of rows that know nothing of other keys. */
    public Lesson(TrainingSpec spec, PartitionRows rows, List<String> labels, Deadline deadline) {
        this(spec, rows, labels, deadline, null, null);
    }

    /** The same lesson, which takes over what was worked out of its first rows in another one of the same spec. */
    public Lesson following(Lesson ofFirstRows) {
        return new Lesson(spec, rows, labels, deadline, family, ofFirstRows);
    }

    public TrainingSpec spec() {
        return spec;
    }

    public PartitionRows rows() {
        return rows;
    }

    public List<String> labels() {
        return labels;
    }

    public Deadline deadline() {
        return deadline;
    }

    public Variant.@Nullable Fitting family() {
        return family;
    }

    /** What a column of numbers holds. */
    public NumberColumn numbers(int column) {
        return numbers.computeIfAbsent(column, place -> NumberColumn.of(rows.numbers(place)));
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

    /** Step indexes of the rows; none without an axis. */
    public long[] indexes() {
        long[] known = indexes == null ? FeatureRecipe.indexes(rows, spec.timeAxis()) : indexes;
        indexes = known;
        return known;
    }

    /** Whether the rows are one key's own past, with step indexes. */
    public boolean hasHistory() {
        return spec.task() == Task.FORECAST && spec.timeAxis() != null;
    }

    /** The rows' past as far as lags may need it; none where they are not one key's own. */
    public History history(double[] transformed) {
        if (!hasHistory()) {
            return History.NONE;
        }
        int[] observed = History.observed(rows.schema());
        double[][] series = new double[1 + observed.length][];
        series[0] = transformed;
        for (int s = 0; s < observed.length; s++) {
            series[1 + s] = rows.numbers(observed[s]);
        }
        return new History(indexes(), series);
    }

    /** What models of numbers start from, once for all candidates that see the target alike. */
    public Groundwork groundwork(TargetTransform transform) {
        return groundwork.computeIfAbsent(transform, _ -> new Groundwork(this, transform,
                earlier == null ? null : earlier.groundwork.get(transform)));
    }
}
