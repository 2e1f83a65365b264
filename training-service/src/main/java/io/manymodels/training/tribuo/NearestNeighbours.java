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
public final class NearestNeighbours implements Learner {

    private static final Setting NEIGHBOURS = Setting.whole("neighbours", 15, 1, 10_000,
            "rows that are asked; Tribuo's k");

    @Override
    public String name() {
        return "nearest-neighbours";
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
        return List.of(NEIGHBOURS);
    }

    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH,
                new RowModels(name(), new Trainer(new TribuoFit(name(), version()), settings))::tabular));
    }

    private record Trainer(TribuoFit fit, Settings settings) implements RowTrainer {

        @Override
        public Kernel fit(DenseData data, Deadline deadline) {
            deadline.check();
            return fit.labels(data, Columns::standardised,
                    new KNNTrainer<>(settings.whole(NEIGHBOURS), new L2Distance(), 1, new VotingCombiner(),
                            KNNModel.Backend.STREAMS, NeighboursQueryFactoryType.BRUTE_FORCE));
        }

        @Override
        public double parameters(int width, int rows) {
            return rows / 2.0;
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
