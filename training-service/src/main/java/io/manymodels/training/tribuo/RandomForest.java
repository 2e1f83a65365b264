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
import io.manymodels.training.preparation.Features;
import io.manymodels.tribuo.Columns;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/** Trees on bootstrapped rows and random features (Breiman 2001), by Tribuo's RandomForestTrainer. */
@AutoService(Learner.class)
public final class RandomForest extends TribuoLearner {

    private static final Setting TREES = Setting.whole("trees", 100, 2, 2000, "trees; Tribuo's numMembers");
    private static final Setting DEPTH = Setting.whole("depth", 12, 1, 40,
            "splits from the root to a leaf at most; Tribuo's maxDepth");
    private static final Setting LEAST_ROWS = Setting.whole("leastRows", 5, 1, 1_000_000,
            "rows of a node that is split; Tribuo's minChildWeight");
    private static final Setting FEATURE_SHARE = Setting.number("featureShare", 0.33, 0.001, 0.999,
            "of the features that a split chooses from; classes take their square root; Tribuo's fractionFeaturesInSplit");
    private static final Setting SEED = Setting.whole("seed", 12_345, 0, Integer.MAX_VALUE, "of the random numbers");

    public RandomForest() {
        super(new Traits("random-forest", 1, Set.of(Task.FORECAST, Task.REGRESSION, Task.CLASSIFICATION),
                List.of(TREES, DEPTH, LEAST_ROWS, FEATURE_SHARE, SEED),
                List.of(new Forecast("", Variant.RICH, Features.LAGGED)), Variant.RICH, OptionalInt.of(Variant.RICH),
                true));
    }

    @Override
    Kernel fit(TribuoFit fit, DenseData data, Settings settings, Deadline deadline) {
        int depth = settings.whole(DEPTH);
        int leastRows = settings.whole(LEAST_ROWS);
        long seed = settings.whole(SEED);
        float share = share(settings, data);
        return data.labels() == 0
                ? fit.numbers(data, Columns::raw,
                        new RandomForestTrainer<>(new BoundedTrees<>(
                                new CARTJointRegressionTrainer(depth, leastRows, 0, share, false,
                                        new MeanSquaredError(), false, seed),
                                deadline), new AveragingCombiner(), settings.whole(TREES), seed))
                : fit.labels(data, Columns::raw,
                        new RandomForestTrainer<>(new BoundedTrees<>(
                                new CARTClassificationTrainer(depth, leastRows, 0, share, false, new GiniIndex(), seed),
                                deadline), new FullyWeightedVotingCombiner(), settings.whole(TREES), seed));
    }

    /** Tribuo rounds to whole features; none at all and all of them are no forest. */
    private static float share(Settings settings, DenseData data) {
        double wanted = settings.isSet(FEATURE_SHARE) || data.labels() == 0
                ? settings.number(FEATURE_SHARE)
                : 1 / Math.sqrt(data.width());
        return (float) Math.clamp(wanted, Math.min(0.999, 1.0 / data.width()), 0.999);
    }

    @Override
    double parameters(Settings settings, int width, int rows) {
        return rows / 4.0;
    }
}
