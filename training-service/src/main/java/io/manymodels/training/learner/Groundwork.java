package io.manymodels.training.learner;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What models of the same rows start from, whichever features they choose: the transformed target, its history, and the columns
 * of features, each worked out when it is first asked for. Where the lesson's first rows were another lesson's, their part is
 * taken over. Not thread-safe.
 */
public final class Groundwork {

    private final Lesson lesson;
    private final @Nullable Groundwork earlier;
    private final double[] target;
    private final History history;
    private final Design design;
    private final Map<FeatureTerm, Integer> places = new HashMap<>();

    /** @param earlier of the lesson's first rows, with the same transform; null for none */
    Groundwork(Lesson lesson, TargetTransform transform, @Nullable Groundwork earlier) {
        this.lesson = lesson;
        this.earlier = earlier;
        double[] y = lesson.target();
        int known = earlier == null ? 0 : earlier.target.length;
        this.target = earlier == null ? new double[y.length] : Arrays.copyOf(earlier.target, y.length);
        for (int i = known; i < y.length; i++) {
            target[i] = transform.forward(y[i]);
        }
        this.history = lesson.history(target);
        this.design = new Design(y.length);
        design.add(target);
    }

    /** The transformed target, one a row. */
    public double[] target() {
        return target;
    }

    /** The past as far as lags may need it. */
    public History history() {
        return history;
    }

    /** The features of a recipe, to be fitted to the target. */
    public DenseData data(FeatureRecipe recipe) {
        List<FeatureTerm> begun = new ArrayList<>();
        List<FeatureTerm> unknown = new ArrayList<>();
        for (FeatureTerm term : recipe.terms()) {
            if (!places.containsKey(term)) {
                (earlier != null && earlier.places.containsKey(term) ? begun : unknown).add(term);
            }
        }
        double[][] columns = columns(unknown, lesson.rows(), lesson.indexes());
        for (int t = 0; t < columns.length; t++) {
            places.put(unknown.get(t), design.add(columns[t]));
        }
        if (earlier != null && !begun.isEmpty()) {
            goOn(earlier, begun);
        }
        return DenseData.of(design, recipe.terms().stream().mapToInt(this::place).toArray(), 0);
    }

    private int place(FeatureTerm term) {
        return Objects.requireNonNull(places.get(term));
    }

    /** Takes over the columns of the first rows, to which the later ones add what they know alone. */
    private void goOn(Groundwork before, List<FeatureTerm> terms) {
        int from = before.target.length;
        int to = target.length;
        long[] indexes = lesson.indexes();
        double[][] rest = columns(terms, lesson.rows().slice(from, to),
                indexes.length == 0 ? indexes : Arrays.copyOfRange(indexes, from, to));
        for (int t = 0; t < rest.length; t++) {
            double[] column = Arrays.copyOf(before.design.values(before.place(terms.get(t))), to);
            System.arraycopy(rest[t], 0, column, from, to - from);
            places.put(terms.get(t), design.add(column));
        }
    }

    private double[][] columns(List<FeatureTerm> terms, PartitionRows rows, long[] indexes) {
        return terms.isEmpty()
                ? new double[0][]
                : new FeatureRecipe(terms).columns(rows, lesson.spec().timeAxis(), indexes, history);
    }
}
