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
import io.manymodels.training.preparation.RowModels;
import io.manymodels.training.preparation.RowTrainer;
import io.manymodels.tribuo.Columns;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.classification.mnb.MultinomialNaiveBayesTrainer;

/**
 * Features taken for counts that a label alone explains (McCallum and Nigam 1998), by Tribuo's MultinomialNaiveBayesTrainer.
 * Each feature is scaled from 0 to 1. For counts and flags; of little use for measurements.
 */
@AutoService(Learner.class)
public final class MultinomialNaiveBayes implements Learner {

    private static final Setting SMOOTHING = Setting.number("smoothing", 1, 1e-9, 1e6,
            "added to the sum of each feature; Tribuo's alpha");

    @Override
    public String name() {
        return "multinomial-naive-bayes";
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
        return List.of(SMOOTHING);
    }

    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH, new RowModels(name(), trainer(settings))::tabular));
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH + 1, new RowModels(name(), trainer(settings))::shared));
    }

    private RowTrainer trainer(Settings settings) {
        TribuoFit fit = new TribuoFit(name(), version());
        return new RowTrainer() {
            @Override
            public Kernel fit(DenseData data, Deadline deadline) {
                deadline.check();
                return fit.labels(data, Columns::fromZero,
                        new MultinomialNaiveBayesTrainer(settings.number(SMOOTHING)));
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
        };
    }
}
