package io.manymodels.training.shared;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.calibration.Residuals;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Assembly;
import io.manymodels.training.preparation.RecipeBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a kernel of the family sees a row of a key: what the key's own model says of it, numbers of the key, features that any
 * key has, and features relative to the key. Immutable.
 *
 * @param own how the key's own model is fitted
 * @param absolute features as they are
 * @param relative features less what is usual for the key
 * @param labels of a classification
 */
record Correction(Variant own, List<FeatureTerm> absolute, List<FeatureTerm> relative,
        List<String> labels) {

    /** Steps of the past whose mean is a feature. */
    private static final int[] WINDOWS = {1, 4, 13};

    /** @param sample rows of many keys */
    static Correction of(TrainingSpec spec, Variant own, PartitionRows sample, List<String> labels) {
        boolean forecast = spec.task() == Task.FORECAST;
        List<FeatureTerm> absolute = RecipeBuilder.pooled(spec, sample, true, forecast).terms();
        List<FeatureTerm> relative = new ArrayList<>();
        if (forecast) {
            absolute.stream().filter(term -> term instanceof FeatureTerm.Value value
                    && spec.schema().column(value.column()).role() == ColumnRole.KNOWN).forEach(relative::add);
            for (int window : WINDOWS) {
                relative.add(new FeatureTerm.LagMean(0, spec.lead(), window));
            }
            TimeAxis axis = spec.timeAxis();
            if (axis != null && axis.seasonLength() > 1) {
                relative.add(new FeatureTerm.SameSeason(axis.seasonLength()));
            }
        }
        return new Correction(own, absolute, relative, labels);
    }

    private int outputs() {
        return labels.size() <= 2 ? 1 : labels.size();
    }

    /** Features that the family's kernel takes. */
    int width() {
        return outputs() + (labels.isEmpty() ? 2 : 0) + absolute.size() + relative.size();
    }

    /**
     * A key's own model as of a lesson, ready to be corrected.
     *
     * @param history what the features of both kernels need
     * @param scale of the key: what the family's kernel says is in units of it
     * @param kernel the own kernel with a correction of nothing
     */
    record Base(Lesson lesson, Fitted fitted, double[] z, FeatureRecipe recipe, History history, double scale,
            Kernel.Corrected kernel) {

        ModelBody body() {
            return fitted.model().body();
        }

        /** What the family's kernel is asked for rows, rows x width; and the own scores. */
        double[] asked(PartitionRows rows, double[] ownScores) {
            double[] matrix = matrix(rows);
            int width = recipe.width();
            int mine = kernel.ownWidth();
            double[] own = new double[rows.size() * mine];
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(matrix, i * width, own, i * mine, mine);
            }
            kernel.own().score(own, rows.size(), mine, ownScores);
            return kernel.asked(matrix, rows.size(), width, ownScores);
        }

        double[] matrix(PartitionRows rows) {
            return recipe.matrix(rows, lesson.spec().timeAxis(), history);
        }
    }

    /** Throws {@link CannotFit} where the key's rows cannot carry its own model, or it has other labels than the family. */
    Base base(Lesson lesson) {
        if (!lesson.labels().equals(labels)) {
            throw new CannotFit("it has other labels than its family");
        }
        Fitted fitted = own.fitting().fit(lesson);
        if (!(fitted.model().body().scorer() instanceof Scorer.Rows rows)) {
            throw new CannotFit("its own model is no kernel");
        }
        FeatureRecipe recipe = new FeatureRecipe(
                Stream.of(rows.recipe().terms(), absolute, relative).flatMap(List::stream).toList());
        Link link = fitted.model().body().link();
        boolean numbers = labels.isEmpty();
        double[] z = numbers ? lesson.groundwork(link.transform()).target() : new double[0];
        History history = numbers ? lesson.groundwork(link.transform()).history() : History.NONE;
        double scale = numbers && link.transform() == TargetTransform.IDENTITY ? fitted.deviation() : 1;
        if (!(scale > 0) || !Double.isFinite(scale)) {
            throw new CannotFit("its own model leaves no error to correct");
        }
        double mean = numbers ? Arrays.stream(z).average().orElse(0) : 0;
        int outputs = outputs();
        double[] centres = new double[outputs + absolute.size() + relative.size()];
        double[] scales = new double[centres.length];
        Arrays.fill(scales, 1);
        if (numbers) {
            centres[0] = mean - link.level();
            scales[0] = scale;
        }
        double[] columns = new FeatureRecipe(relative).matrix(lesson.rows(), lesson.spec().timeAxis(), history);
        for (int j = 0; j < relative.size(); j++) {
            int at = outputs + absolute.size() + j;
            boolean ofTarget = !(relative.get(j) instanceof FeatureTerm.Value);
            centres[at] = ofTarget ? mean : mean(columns, j, relative.size());
            scales[at] = ofTarget ? scale : 1;
        }
        Kernel nothing = new Kernel.Linear(outputs, new double[outputs], new double[outputs * width()],
                new double[width()]);
        return new Base(lesson, fitted, z, recipe, history, scale,
                new Kernel.Corrected(rows.kernel(), rows.recipe().width(), 0, centres, scales,
                        numbers ? new double[] {fitted.deviation() / scale, mean / scale} : new double[0],
                        new Kernel.Shared(0, width(), nothing)));
    }

    private static double mean(double[] matrix, int column, int width) {
        double sum = 0;
        int count = 0;
        for (int at = column; at < matrix.length; at += width) {
            if (!Double.isNaN(matrix[at])) {
                sum += matrix[at];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /**
     * A key's model with what the family taught.
     *
     * @param weight how much of the correction is believed
     * @param pointed whether the correction leads to the wanted point of the distribution and not to its centre
     */
    Fitted fit(Lesson lesson, Kernel.Shared family, double weight, boolean pointed) {
        Base base = base(lesson);
        Kernel.Corrected nothing = base.kernel();
        Kernel.Corrected kernel = new Kernel.Corrected(nothing.own(), nothing.ownWidth(), weight * base.scale(),
                nothing.centres(), nothing.scales(), nothing.numbers(), family);
        ModelBody body = base.body();
        Scorer scorer = new Scorer.Rows(base.recipe(), Assembly.kept(base.history(), base.recipe()), kernel);
        if (!labels.isEmpty()) {
            return fitted(base, body, scorer, body.link(), new double[0], 0);
        }
        int rows = lesson.rows().size();
        double[] matrix = base.matrix(lesson.rows());
        double[] scores = new double[rows];
        kernel.score(matrix, rows, base.recipe().width(), scores);
        double usual = pointed ? usual(nothing, matrix, scores) : 0;
        double[] residuals = new double[rows];
        for (int i = 0; i < rows; i++) {
            residuals[i] = base.z()[i] - scores[i] + usual;
        }
        Link link = body.link();
        // What is usual of a correction to another point moves the point and not the centre, which intervals lie around.
        Link corrected = new Link(link.transform(), link.level() - usual,
                pointed ? (1 - weight) * link.shift() + usual : link.shift(), link.floor(), link.ceiling(),
                link.nonNegative());
        double before = Residuals.deviation(base.fitted().residuals(), 0);
        double deviation = before > 0
                ? base.fitted().deviation() * Residuals.deviation(residuals, 0) / before
                : base.fitted().deviation();
        return fitted(base, body, scorer, corrected, residuals, deviation);
    }

    /** How far scores lie from those of the own model, in the mean. */
    private static double usual(Kernel.Corrected nothing, double[] matrix, double[] scores) {
        double[] own = new double[scores.length];
        nothing.score(matrix, own.length, nothing.width(), own);
        double usual = 0;
        for (int i = 0; i < own.length; i++) {
            usual += (scores[i] - own[i]) / own.length;
        }
        return usual;
    }

    private Fitted fitted(Base base, ModelBody body, Scorer scorer, Link link, double[] residuals, double deviation) {
        Scorer.Rows rows = (Scorer.Rows) scorer;
        Kernel.Corrected kernel = (Kernel.Corrected) rows.kernel();
        return new Fitted(new PartitionModel(base.lesson().spec().header().sharing(List.of(kernel.family())),
                new ModelBody(FamilyTrees.NAME, body.origin(), scorer, body.labels(), link, ResidualQuantiles.NONE,
                        body.substitutes())),
                residuals, deviation,
                Map.of("own", own.name(), "weight", Double.toString(kernel.weight() / base.scale())));
    }
}
