package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.calibration.Residuals;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a model around what a learner found: the link to the target's scale, what is kept of the past, what stands in for
 * missing columns.
 */
public final class Assembly {

    /** The most that the variance of residuals on a logarithmic scale may move a point. */
    private static final double MOST_VARIANCE = 1.5;
    /** Least expected percentage error of a lognormal lies at exp(mu - sigma^2); estimates of sigma^2 are noisy. */
    private static final double PERCENTAGE_ERROR_SHIFT = 0.9;

    private final String algorithm;
    private final Lesson lesson;
    private final boolean own;

    private Assembly(String algorithm, Lesson lesson, boolean own) {
        this.algorithm = algorithm;
        this.lesson = lesson;
        this.own = own;
    }

    /** Of a key's own model. */
    public static Assembly own(String algorithm, Lesson lesson) {
        return new Assembly(algorithm, lesson, true);
    }

    /** Of a model that many keys share: it knows nothing of any key's past. */
    public static Assembly shared(String algorithm, Lesson lesson) {
        return new Assembly(algorithm, lesson, false);
    }

    /**
     * What a learner found out about numbers.
     *
     * @param z the transformed target, one a row
     * @param level added to every score
     * @param residuals in training, on the transformed scale
     * @param parameters degrees of freedom
     * @param pointed whether scores are already the wanted point of the distribution
     */
    public record Found(Scorer scorer, TargetTransform transform, double[] z, double level, double[] residuals,
            double parameters, boolean pointed, Map<String, String> settings) {}

    /** A model of numbers. */
    public Fitted numbers(Found found) {
        double deviation = Residuals.deviation(found.residuals(), found.parameters());
        double least = found.z().length == 0 ? 0 : Double.POSITIVE_INFINITY;
        double most = found.z().length == 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (double z : found.z()) {
            if (z < least) {
                least = z;
            }
            if (z > most) {
                most = z;
            }
        }
        double room = 0.5 * (most - least) + 1e-9;
        double shift = found.pointed()
                ? 0
                : shift(lesson.spec().functional(), found.transform(), deviation, found.residuals());
        Link link = new Link(found.transform(), found.level(), shift, least - room, most + room, nonNegative());
        ModelBody body = new ModelBody(algorithm, origin(), found.scorer(), List.of(), link, ResidualQuantiles.NONE,
                own ? substitutes() : Substitutes.NONE);
        return new Fitted(new PartitionModel(lesson.spec().header(), body), found.residuals(), deviation,
                found.settings());
    }

    /** A model of labels. */
    public Fitted labels(FeatureRecipe recipe, Kernel kernel, Map<String, String> settings) {
        ModelBody body = new ModelBody(algorithm, null, new Scorer.Rows(recipe, History.NONE, kernel), lesson.labels(),
                Link.IDENTITY, ResidualQuantiles.NONE, Substitutes.NONE);
        return new Fitted(new PartitionModel(lesson.spec().header(), body), new double[0], 0, settings);
    }

    /** Whether no target was ever below 0. */
    public boolean nonNegative() {
        for (double y : lesson.target()) {
            if (!(y >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** The part of a history that a recipe still reaches after the last row. */
    public static History kept(History history, FeatureRecipe recipe) {
        return recipe.reach() == 0
                ? History.NONE
                : history.since(history.indexes()[history.indexes().length - 1] - recipe.reach() - 1);
    }

    /** Where the leads of a key's own forecasts are counted from. */
    private @Nullable Long origin() {
        TimeAxis axis = lesson.spec().timeAxis();
        return own && axis != null && lesson.hasHistory()
                ? axis.index(lesson.rows().time(lesson.rows().size() - 1))
                : null;
    }

    /** From the centre of a distribution to the wanted point of it, on the transformed scale. */
    public static double shift(TrainingSpec.Functional functional, TargetTransform transform, double deviation,
            double[] residuals) {
        double variance = Math.min(MOST_VARIANCE, deviation * deviation);
        boolean logarithmic = transform != TargetTransform.IDENTITY;
        return switch (functional) {
            case MEAN -> logarithmic ? 0.5 * variance : 0;
            case MEDIAN -> logarithmic || residuals.length == 0
                    ? 0
                    : Residuals.median(residuals) * residuals.length / (residuals.length + 20.0);
            case LEAST_PERCENTAGE_ERROR -> logarithmic ? -PERCENTAGE_ERROR_SHIFT * variance : 0;
        };
    }

    /** The key's constants, and for forecasts the last values of columns that should be known. */
    private Substitutes substitutes() {
        List<Substitutes.Substitute> list = new ArrayList<>();
        for (int column : lesson.rows().schema().withRole(ColumnRole.STATIC)) {
            addLast(column, false, list);
        }
        if (lesson.spec().task() == Task.FORECAST) {
            for (int column : lesson.rows().schema().withRole(ColumnRole.KNOWN)) {
                addLast(column, true, list);
            }
        }
        return new Substitutes(list);
    }

    private void addLast(int column, boolean carried, List<Substitutes.Substitute> list) {
        PartitionRows rows = lesson.rows();
        Column described = rows.schema().column(column);
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (!rows.isMissing(column, i)) {
                list.add(described.type().isText()
                        ? new Substitutes.Substitute(column, Double.NaN, rows.texts(column)[i], carried)
                        : new Substitutes.Substitute(column, rows.numbers(column)[i], null, carried));
                return;
            }
        }
    }
}
