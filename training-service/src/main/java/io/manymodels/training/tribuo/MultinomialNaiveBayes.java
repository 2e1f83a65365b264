package io.manymodels.training.tribuo;

import com.google.auto.service.AutoService;
import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.Variant;
import io.manymodels.tribuo.Columns;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.tribuo.classification.mnb.MultinomialNaiveBayesTrainer;

/**
 * Features taken for counts that a label alone explains (McCallum and Nigam 1998), by Tribuo's MultinomialNaiveBayesTrainer.
 * Each feature is scaled from 0 to 1. For counts and flags; of little use for measurements.
 */
@AutoService(Learner.class)
public final class MultinomialNaiveBayes extends TribuoLearner {

    private static final Setting SMOOTHING = Setting.number("smoothing", 1, 1e-9, 1e6,
            "added to the sum of each feature; Tribuo's alpha");

    public MultinomialNaiveBayes() {
        super(new Traits("multinomial-naive-bayes", 1, Set.of(Task.CLASSIFICATION), List.of(SMOOTHING), List.of(),
                Variant.RICH, OptionalInt.of(Variant.RICH + 1), false));
    }

    @Override
    Kernel fit(TribuoFit fit, DenseData data, Settings settings, Deadline deadline) {
        return fit.labels(data, Columns::fromZero, new MultinomialNaiveBayesTrainer(settings.number(SMOOTHING)));
    }

    @Override
    double parameters(Settings settings, int width, int rows) {
        return Math.min(width + 1.0, rows / 2.0);
    }
}
