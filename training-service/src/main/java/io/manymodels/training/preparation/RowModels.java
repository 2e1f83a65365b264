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
        double[] z = Transforms.forward(transform, lesson.target());
        long[] indexes = FeatureRecipe.indexes(lesson.rows(), spec.timeAxis());
        History history = assembly.history(z, indexes);
        double[] matrix = recipe.matrix(lesson.rows(), spec.timeAxis(), indexes, history);
        Kernel kernel = trainer.fit(new DenseData(matrix, rows, recipe.width(), z, 0), lesson.deadline());
        double[] fitted = new double[rows];
        kernel.score(matrix, rows, recipe.width(), fitted);
        double[] residuals = new double[rows];
        for (int i = 0; i < rows; i++) {
            residuals[i] = z[i] - fitted[i];
        }
        double level = levelled && lesson.hasHistory()
                ? Residuals.level(residuals, indexes, spec.gap() + (spec.horizon() + 1) / 2)
                : 0;
        return assembly.numbers(new Assembly.Found(
                new Scorer.Rows(recipe, Assembly.kept(history, recipe), kernel), transform, z, level, residuals,
                trainer.parameters(recipe.width(), rows), false, trainer.settings(rows)));
    }

    private Fitted labels(Lesson lesson, Assembly assembly, FeatureRecipe recipe) {
        int rows = lesson.rows().size();
        DenseData data = new DenseData(recipe.matrix(lesson.rows(), lesson.spec().timeAxis(), History.NONE), rows,
                recipe.width(), lesson.classes(), lesson.labels().size());
        return assembly.labels(recipe, trainer.fit(data, lesson.deadline()), trainer.settings(rows));
    }
}
