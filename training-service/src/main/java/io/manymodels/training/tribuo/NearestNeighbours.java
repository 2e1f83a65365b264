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
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;

/**
 * The share of each label among the nearest rows (Cover and Hart 1967), by Tribuo's KNNTrainer. Of labels alone: in Tribuo 4.3
 * an average of neighbours' numbers is the number of the last. A model is as large as its rows, so keys share none.
 */
@AutoService(Learner.class)
public final class NearestNeighbours extends TribuoLearner {

    private static final Setting NEIGHBOURS = Setting.whole("neighbours", 15, 1, 10_000,
            "rows that are asked; Tribuo's k");

    public NearestNeighbours() {
        super(new Traits("nearest-neighbours", 1, Set.of(Task.CLASSIFICATION), List.of(NEIGHBOURS), List.of(),
                Variant.RICH, OptionalInt.empty(), false));
    }

    @Override
    Kernel fit(TribuoFit fit, DenseData data, Settings settings, Deadline deadline) {
        return fit.labels(data, Columns::standardised,
                new KNNTrainer<>(settings.whole(NEIGHBOURS), new L2Distance(), 1, new VotingCombiner(),
                        KNNModel.Backend.STREAMS, NeighboursQueryFactoryType.BRUTE_FORCE));
    }

    @Override
    double parameters(Settings settings, int width, int rows) {
        return rows / 2.0;
    }
}
