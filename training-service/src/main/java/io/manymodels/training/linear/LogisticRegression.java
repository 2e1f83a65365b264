package io.manymodels.training.linear;

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
import io.manymodels.training.preparation.RowModels;
import io.manymodels.training.preparation.RowTrainer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Penalised logistic regression, of two labels or of more. */
@AutoService(Learner.class)
public final class LogisticRegression implements Learner {

    private static final Setting PENALTY = Setting.number("penalty", 10, 0, 1e9,
            "on the squares of the coefficients of standardised columns");

    @Override
    public String name() {
        return "logistic-regression";
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
    public List<Setting> settings() {
        return List.of(PENALTY);
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.FIRST, new RowModels(name(), trainer(settings))::tabular));
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH + 1, new RowModels(name(), trainer(settings))::shared));
    }

    private static RowTrainer trainer(Settings settings) {
        double penalty = settings.number(PENALTY);
        return new RowTrainer() {
            @Override
            public Kernel fit(DenseData data, Deadline deadline) {
                return LogisticFit.fit(data, penalty, deadline);
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
