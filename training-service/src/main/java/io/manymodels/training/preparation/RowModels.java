package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.training.calibration.Residuals;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Groundwork;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;
import java.util.List;

/** Models of rows: features, a kernel on them, and the model around it. What comes out has seen the lesson's rows alone. */
public final class RowModels {

    private final String algorithm;
    private final RowTrainer trainer;

    /** @param algorithm the learner's name */
    public RowModels(String algorithm, RowTrainer trainer) {
        this.algorithm = algorithm;
        this.trainer = trainer;
    }

    /** A key's own forecasts. */
    public Fitted forecast(Lesson lesson, Features features) {
        TargetTransform transform = Transforms.choose(lesson.target(), Task.FORECAST);
        FeatureRecipe recipe = RecipeBuilder.forecast(lesson, features, transform != TargetTransform.IDENTITY);
        return numbers(lesson, Assembly.own(algorithm, lesson), transform, recipe, true);
    }

    /**
     * A key's own forecasts as two kernels that are added: a line through {@link Features#OUTLINE}, which goes on where training
     * ends, and what the trainer makes of the rest.
     */
    public Fitted forecast(Lesson lesson, LineTrainer lineTrainer, Features features) {
        TargetTransform transform = Transforms.choose(lesson.target(), Task.FORECAST);
        boolean logarithmic = transform != TargetTransform.IDENTITY;
        FeatureRecipe outline = RecipeBuilder.forecast(lesson, Features.OUTLINE, logarithmic);
        FeatureRecipe recipe = RecipeBuilder.forecast(lesson, features, logarithmic);
        Groundwork groundwork = lesson.groundwork(transform);
        DenseData lineData = groundwork.data(outline);
        Kernel line = lineTrainer.fit(lineData, lesson.deadline());
        DenseData rest = groundwork.data(recipe)
                .toward(Residuals.of(groundwork.target(), lineData.scores(line)));
        Kernel kernel = trainer.fit(rest, lesson.deadline());
        Scorer.Blend sum = new Scorer.Blend(Scorer.Blend.Scale.TRANSFORMED, List.of(
                new Scorer.Blend.Member(1, Link.of(transform), new Scorer.Rows(outline, History.NONE, line)),
                new Scorer.Blend.Member(1, Link.of(transform), rows(groundwork, recipe, kernel))));
        return numbers(lesson, Assembly.own(algorithm, lesson), transform, sum,
                Residuals.of(rest.targets(), rest.scores(kernel)), recipe.width(), true);
    }

    /** Fits the line that another kernel starts from. */
    @FunctionalInterface
    public interface LineTrainer {

        Kernel.Linear fit(DenseData data, Deadline deadline);
    }

    /** A key's own regression or classification. */
    public Fitted tabular(Lesson lesson) {
        FeatureRecipe recipe = RecipeBuilder.tabular(lesson.spec(), lesson.rows());
        Assembly assembly = Assembly.own(algorithm, lesson);
        return lesson.spec().task() == Task.CLASSIFICATION
                ? labels(lesson, assembly, recipe)
                : numbers(lesson, assembly, Transforms.choose(lesson.target(), lesson.spec().task()), recipe, false);
    }

    /** A model that many keys share. */
    public Fitted shared(Lesson lesson) {
        TrainingSpec spec = lesson.spec();
        Assembly assembly = Assembly.shared(algorithm, lesson);
        if (spec.task() == Task.CLASSIFICATION) {
            return labels(lesson, assembly, RecipeBuilder.pooled(spec, lesson.rows(), trainer.cutsNumbers(), false));
        }
        TargetTransform transform = Transforms.choose(lesson.target(), spec.task());
        FeatureRecipe recipe = RecipeBuilder.pooled(spec, lesson.rows(), trainer.cutsNumbers(),
                transform != TargetTransform.IDENTITY);
        return numbers(lesson, assembly, transform, recipe, false);
    }

    private Fitted numbers(Lesson lesson, Assembly assembly, TargetTransform transform, FeatureRecipe recipe,
            boolean levelled) {
        Groundwork groundwork = lesson.groundwork(transform);
        DenseData data = groundwork.data(recipe);
        Kernel kernel = trainer.fit(data, lesson.deadline());
        return numbers(lesson, assembly, transform, rows(groundwork, recipe, kernel),
                Residuals.of(data.targets(), data.scores(kernel)), recipe.width(), levelled);
    }

    private static Scorer.Rows rows(Groundwork groundwork, FeatureRecipe recipe, Kernel kernel) {
        return new Scorer.Rows(recipe, Assembly.kept(groundwork.history(), recipe), kernel);
    }

    private Fitted numbers(Lesson lesson, Assembly assembly, TargetTransform transform, Scorer scorer,
            double[] residuals, int width, boolean levelled) {
        TrainingSpec spec = lesson.spec();
        int rows = lesson.rows().size();
        double level = levelled && lesson.hasHistory()
                ? Residuals.level(residuals, lesson.indexes(), spec.gap() + (spec.horizon() + 1) / 2)
                : 0;
        return assembly.numbers(new Assembly.Found(scorer, transform, lesson.groundwork(transform).target(), level,
                residuals, trainer.parameters(width, rows), false, trainer.settings(rows)));
    }

    private Fitted labels(Lesson lesson, Assembly assembly, FeatureRecipe recipe) {
        int rows = lesson.rows().size();
        DenseData data = DenseData.of(recipe.matrix(lesson.rows(), lesson.spec().timeAxis(), History.NONE), rows,
                recipe.width(), lesson.classes(), lesson.labels().size());
        return assembly.labels(recipe, trainer.fit(data, lesson.deadline()), trainer.settings(rows));
    }
}
