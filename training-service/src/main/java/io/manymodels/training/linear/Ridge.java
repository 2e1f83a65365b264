package io.manymodels.training.linear;

import com.google.auto.service.AutoService;
import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Features;
import io.manymodels.training.preparation.RowModels;
import io.manymodels.training.preparation.RowTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Ridge regression by normal equations (Hoerl and Kennard 1970). A forecast tries several sets of features. */
@AutoService(Learner.class)
public final class Ridge implements Learner {

    private static final double FORECAST_PENALTY = 8;
    private static final double TABULAR_PENALTY = 10;
    private static final int LONGEST_USUAL_SEASON = 24;
    private static final Setting PENALTY = Setting.number("penalty", FORECAST_PENALTY, 0, 1e9,
            "added to the diagonal of the Gram matrix of standardised columns");

    @Override
    public String name() {
        return "ridge";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECAST, Task.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return List.of(PENALTY);
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        if (spec.algorithms().isEmpty() && spec.isBareSeries()) {
            return List.of();
        }
        RowModels models = new RowModels(name(), trainer(spec, settings));
        if (spec.task() != Task.FORECAST) {
            return List.of(new Variant(name(), Variant.FIRST, models::tabular));
        }
        List<Variant> variants = new ArrayList<>();
        for (Features features : order(spec)) {
            String suffix = features == Features.PLAIN ? "" : "/" + features.name().toLowerCase(Locale.ROOT);
            variants.add(new Variant(name() + suffix, Variant.FIRST + variants.size(),
                    lesson -> models.forecast(lesson, features)));
        }
        return variants;
    }

    /** Hours, days, months and quarters have a season more often than not, and there are many of each to learn it from. */
    private static List<Features> order(TrainingSpec spec) {
        TimeAxis axis = spec.timeAxis();
        return axis != null && axis.seasonLength() > 1 && axis.seasonLength() <= LONGEST_USUAL_SEASON
                ? List.of(Features.SEASONAL, Features.PLAIN, Features.TREND, Features.LAGGED)
                : List.of(Features.PLAIN, Features.SEASONAL, Features.TREND, Features.LAGGED);
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH + 1, new RowModels(name(), trainer(spec, settings))::shared));
    }

    /** The line of a forecast with the usual penalty, for learners that start from one. */
    public static Kernel.Linear line(DenseData data, Deadline deadline) {
        return RidgeFit.fit(data, FORECAST_PENALTY, deadline);
    }

    private static RowTrainer trainer(TrainingSpec spec, Settings settings) {
        double penalty = settings.isSet(PENALTY) || spec.task() == Task.FORECAST
                ? settings.number(PENALTY)
                : TABULAR_PENALTY;
        return new RowTrainer() {
            @Override
            public Kernel fit(DenseData data, Deadline deadline) {
                return RidgeFit.fit(data, penalty, deadline);
            }

            @Override
            public double parameters(int width, int rows) {
                return Math.min(width + 1.0, rows / 2.0);
            }

            @Override
            public Map<String, String> settings(int rows) {
                return Map.of("penalty", Double.toString(penalty));
            }

            @Override
            public boolean cutsNumbers() {
                return false;
            }
        };
    }
}
