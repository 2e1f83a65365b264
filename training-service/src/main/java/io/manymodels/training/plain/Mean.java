package io.manymodels.training.plain;

import com.google.auto.service.AutoService;
import io.manymodels.family.Task;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.calibration.Residuals;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Assembly;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mean, the median or the point of least percentage error, whichever is wanted; of forecasts that of the last season. */
@AutoService(Learner.class)
public final class Mean implements Learner {

    private static final int LEAST_WINDOW = 12;

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECAST, Task.REGRESSION);
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.PLAIN + 1,
                lesson -> fit(lesson, recent(lesson), Assembly.own(name(), lesson))));
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.PLAIN + 1,
                lesson -> fit(lesson, lesson.target(), Assembly.shared(name(), lesson))));
    }

    private static Fitted fit(Lesson lesson, double[] recent, Assembly assembly) {
        double[] y = lesson.target();
        double point = point(lesson.spec().functional(), recent);
        return assembly.numbers(new Assembly.Found(Constant.scorer(point), TargetTransform.IDENTITY, y, 0,
                Arrays.stream(y).map(value -> value - point).toArray(), 1, true, Map.of()));
    }

    /** The last season of a forecast, at least {@value #LEAST_WINDOW} rows; else all rows. */
    private static double[] recent(Lesson lesson) {
        double[] y = lesson.target();
        TimeAxis axis = lesson.spec().timeAxis();
        int window = lesson.spec().task() == Task.FORECAST
                ? Math.max(LEAST_WINDOW, axis == null ? 1 : axis.seasonLength())
                : y.length;
        return Arrays.copyOfRange(y, Math.max(0, y.length - window), y.length);
    }

    private static double point(TrainingSpec.Functional functional, double[] values) {
        return switch (functional) {
            case MEAN -> Arrays.stream(values).average().orElse(0);
            case MEDIAN -> Residuals.median(values);
            case LEAST_PERCENTAGE_ERROR -> Arrays.stream(values).allMatch(value -> value > 0)
                    ? Residuals.leastPercentageError(values)
                    : Residuals.median(values);
        };
    }
}
