package io.manymodels.training.plain;

import com.google.auto.service.AutoService;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Assembly;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The most frequent label, with the labels' shares as probabilities. */
@AutoService(Learner.class)
public final class MajorityClass implements Learner {

    @Override
    public String name() {
        return "majority-class";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.CLASSIFICATION);
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.PLAIN, lesson -> fit(lesson, Assembly.own(name(), lesson))));
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.PLAIN, lesson -> fit(lesson, Assembly.shared(name(), lesson))));
    }

    private static Fitted fit(Lesson lesson, Assembly assembly) {
        int labels = lesson.labels().size();
        double[] counts = new double[labels];
        for (double place : lesson.classes()) {
            counts[(int) place]++;
        }
        int outputs = labels <= 2 ? 1 : labels;
        double[] scores = new double[outputs];
        if (labels == 2) {
            scores[0] = Math.log((counts[1] + 0.5) / (counts[0] + 0.5));
        } else if (labels > 2) {
            for (int k = 0; k < outputs; k++) {
                scores[k] = Math.log((counts[k] + 0.5) / (lesson.rows().size() + 0.5 * outputs));
            }
        }
        return assembly.labels(new FeatureRecipe(List.of()),
                new Kernel.Linear(outputs, scores, new double[0], new double[0]), Map.of());
    }
}
