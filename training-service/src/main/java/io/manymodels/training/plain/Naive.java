package io.manymodels.training.plain;

import com.google.auto.service.AutoService;
import io.manymodels.family.Task;
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

/** The last value. */
@AutoService(Learner.class)
public final class Naive implements Learner {

    @Override
    public String name() {
        return "naive";
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
        return List.of(new Variant(name(), Variant.PLAIN + 2, this::fit));
    }

    private Fitted fit(Lesson lesson) {
        TargetTransform transform = Transforms.choose(lesson.target(), Task.FORECAST);
        double[] z = Transforms.forward(transform, lesson.target());
        return Assembly.own(name(), lesson)
                .numbers(new Assembly.Found(Constant.scorer(z[z.length - 1]), transform, z, 0,
                        errors(lesson, z), 1, false, Map.of()));
    }

    /** Differences between values as far apart as the end of the horizon is from the last value. */
    private static double[] errors(Lesson lesson, double[] z) {
        TimeAxis axis = lesson.spec().timeAxis();
        double[] errors = new double[z.length];
        int count = 0;
        int earlier = 0;
        for (int i = 1; i < z.length && axis != null; i++) {
            long latest = axis.index(lesson.rows().time(i)) - Math.max(1, lesson.spec().lead());
            while (earlier + 1 < i && axis.index(lesson.rows().time(earlier + 1)) <= latest) {
                earlier++;
            }
            if (axis.index(lesson.rows().time(earlier)) <= latest) {
                errors[count++] = z[i] - z[earlier];
            }
        }
        return Arrays.copyOf(errors, count);
    }
}
