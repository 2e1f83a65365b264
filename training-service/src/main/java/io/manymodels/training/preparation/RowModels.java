package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.training.calibration.Residuals;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Groundwork;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;

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
        FeatureRecipe recipe = RecipeBuilder.forecast(lesson.spec(), lesson.rows(), features,
                transform != TargetTransform.IDENTITY);
        return numbers(lesson, Assembly.own(algorithm, lesson), transform, recipe, true);
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
        TrainingSpec spec = lesson.spec();
        int rows = lesson.rows().size();
        Groundwork groundwork = lesson.groundwork(transform);
        double[] z = groundwork.target();
        DenseData data = groundwork.data(recipe);
        Kernel kernel = trainer.fit(data, lesson.deadline());
        double[] residuals = data.scores(kernel);
        for (int i = 0; i < rows; i++) {
            residuals[i] = z[i] - residuals[i];
        }
        double level = levelled && lesson.hasHistory()
                ? Residuals.level(residuals, lesson.indexes(), spec.gap() + (spec.horizon() + 1) / 2)
                : 0;
        return assembly.numbers(new Assembly.Found(
                new Scorer.Rows(recipe, Assembly.kept(groundwork.history(), recipe), kernel), transform, z, level,
                residuals, trainer.parameters(recipe.width(), rows), false, trainer.settings(rows)));
    }

    private Fitted labels(Lesson lesson, Assembly assembly, FeatureRecipe recipe) {
        int rows = lesson.rows().size();
        DenseData data = DenseData.of(recipe.matrix(lesson.rows(), lesson.spec().timeAxis(), History.NONE), rows,
                recipe.width(), lesson.classes(), lesson.labels().size());
        return assembly.labels(recipe, trainer.fit(data, lesson.deadline()), trainer.settings(rows));
    }
}
