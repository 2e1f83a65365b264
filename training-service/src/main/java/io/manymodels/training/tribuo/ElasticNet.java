package io.manymodels.training.tribuo;

import com.google.auto.service.AutoService;
import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Features;
import io.manymodels.training.preparation.RowModels;
import io.manymodels.training.preparation.RowTrainer;
import io.manymodels.tribuo.Columns;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.regression.slm.ElasticNetCDTrainer;

/** Linear with squares and absolutes penalised (Zou and Hastie 2005), by Tribuo's ElasticNetCDTrainer. */
@AutoService(Learner.class)
public final class ElasticNet implements Learner {

    private static final Setting PENALTY = Setting.number("penalty", 0.01, 1e-9, 1e6,
            "on coefficients, of target and features with deviation 1; Tribuo's alpha");
    private static final Setting ABSOLUTE_SHARE = Setting.number("absoluteShare", 0.5, 1e-4, 1,
            "of the penalty that is on absolutes and makes coefficients 0; Tribuo's l1Ratio");
    private static final Setting TOLERANCE = Setting.number("tolerance", 1e-4, 1e-12, 1,
            "of the last changes; Tribuo's tolerance");
    private static final Setting ITERATIONS = Setting.whole("iterations", 500, 1, 100_000,
            "at most; Tribuo's maxIterations");

    @Override
    public String name() {
        return "elastic-net";
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
    public List<Setting> settings() {
        return List.of(PENALTY, ABSOLUTE_SHARE, TOLERANCE, ITERATIONS);
    }

    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        RowModels models = new RowModels(name(), new Trainer(new TribuoFit(name(), version()), settings));
        if (spec.task() != Task.FORECAST) {
            return List.of(new Variant(name(), Variant.FIRST, models::tabular));
        }
        return List.of(
                new Variant(name() + "/seasonal", Variant.FIRST + 1,
                        lesson -> models.forecast(lesson, Features.SEASONAL)),
                new Variant(name() + "/lagged", Variant.FIRST + 3, lesson -> models.forecast(lesson, Features.LAGGED)));
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH + 1,
                new RowModels(name(), new Trainer(new TribuoFit(name(), version()), settings))::shared));
    }

    private record Trainer(TribuoFit fit, Settings settings) implements RowTrainer {

        @Override
        public Kernel fit(DenseData data, Deadline deadline) {
            deadline.check();
            return fit.numbers(data, Columns::standardised, new ElasticNetCDTrainer(settings.number(PENALTY),
                    settings.number(ABSOLUTE_SHARE), settings.number(TOLERANCE), settings.whole(ITERATIONS), false,
                    org.tribuo.Trainer.DEFAULT_SEED));
        }

        @Override
        public double parameters(int width, int rows) {
            return Math.min(width + 1.0, rows / 2.0);
        }

        @Override
        public Map<String, String> settings(int rows) {
            return settings.texts();
        }

        @Override
        public boolean cutsNumbers() {
            return false;
        }
    }
}
