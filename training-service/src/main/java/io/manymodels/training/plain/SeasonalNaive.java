package io.manymodels.training.plain;

import com.google.auto.service.AutoService;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Assembly;
import io.manymodels.training.preparation.Transforms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The value one season ago. */
@AutoService(Learner.class)
public final class SeasonalNaive implements Learner {

    @Override
    public String name() {
        return "seasonal-naive";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECAST);
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.PLAIN, this::fit));
    }

    private Fitted fit(Lesson lesson) {
        TargetTransform transform = Transforms.choose(lesson.target(), Task.FORECAST);
        double[] z = Transforms.forward(transform, lesson.target());
        Assembly assembly = Assembly.own(name(), lesson);
        History history = lesson.history(z);
        TimeAxis axis = lesson.spec().timeAxis();
        FeatureRecipe recipe = new FeatureRecipe(
                List.of(new FeatureTerm.SameSeason(axis == null ? 1 : axis.seasonLength())));
        Kernel kernel = new Kernel.Linear(1, new double[] {0}, new double[] {1}, new double[] {z[z.length - 1]});
        double[] same = recipe.matrix(lesson.rows(), axis, history);
        double[] residuals = new double[z.length];
        int count = 0;
        for (int i = 0; i < z.length; i++) {
            if (!Double.isNaN(same[i])) {
                residuals[count++] = z[i] - same[i];
            }
        }
        return assembly.numbers(new Assembly.Found(new Scorer.Rows(recipe, Assembly.kept(history, recipe), kernel),
                transform, z, 0, Arrays.copyOf(residuals, count), 1, false, Map.of()));
    }
}
