package io.manymodels.training.tree;

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
import io.manymodels.training.linear.Ridge;
import io.manymodels.training.preparation.Features;
import io.manymodels.training.preparation.RowModels;
import io.manymodels.training.preparation.RowTrainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gradient-boosted trees on histograms (Friedman 2001), their size by the number of rows. Those of a forecast are grown on what a line
 * leaves: trees give nothing that they have not seen, so that they cannot follow a trend.
 */
@AutoService(Learner.class)
public final class BoostedTrees implements Learner {

    @Override
    public String name() {
        return "boosted-trees";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECAST, Task.REGRESSION, Task.CLASSIFICATION);
    }

    @Override
    public List<Setting> settings() {
        return List.of(TREES, DEPTH, RATE);
    }

    private static final double SHARE = 0.25;
    /** Of a forecast that cuts time itself: the steps to come are beyond all cuts. */
    private static final double SHARE_BEYOND = 0.4;
    private static final Setting TREES = Setting.whole("trees", 100, 1, 10_000,
            "trees, of more than two labels trees a label");
    private static final Setting DEPTH = Setting.whole("depth", 4, 1, 12, "splits from the root to a leaf");
    private static final Setting RATE = Setting.number("rate", 0.08, 1e-4, 1, "how much each tree adds");

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        if (spec.algorithms().isEmpty() && spec.isBareSeries()) {
            return List.of();
        }
        RowModels models = new RowModels(name(),
                new Trainer(settings, spec.task() == Task.FORECAST ? SHARE_BEYOND : SHARE));
        return List.of(new Variant(name(), Variant.RICH, spec.task() == Task.FORECAST
                ? lesson -> models.forecast(lesson, Ridge::line, Features.LAGGED_TREND)
                : models::tabular));
    }

    @Override
    public List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of(new Variant(name(), Variant.RICH, new RowModels(name(), new Trainer(settings, SHARE))::shared));
    }

    /** @param share of the rows that are taken for degrees of freedom */
    private record Trainer(Settings settings, double share) implements RowTrainer {

        @Override
        public Kernel fit(DenseData data, Deadline deadline) {
            return data.labels() == 0
                    ? TreesFit.regression(data, size(data.rows()), deadline)
                    : TreesFit.classification(data, size(data.rows()), deadline);
        }

        /** What a spec sets holds; all else goes by the number of rows. */
        private TreesFit.Settings size(int rows) {
            TreesFit.Settings usual = TreesFit.Settings.forRows(rows);
            return new TreesFit.Settings(settings.isSet(TREES) ? settings.whole(TREES) : usual.rounds(),
                    settings.isSet(DEPTH) ? settings.whole(DEPTH) : usual.depth(),
                    settings.isSet(RATE) ? settings.number(RATE) : usual.rate(), usual.leastRows(), usual.penalty(),
                    usual.bins());
        }

        @Override
        public double parameters(int width, int rows) {
            return share * rows;
        }

        @Override
        public Map<String, String> settings(int rows) {
            TreesFit.Settings size = size(rows);
            Map<String, String> texts = new LinkedHashMap<>();
            texts.put("trees", Integer.toString(size.rounds()));
            texts.put("depth", Integer.toString(size.depth()));
            texts.put("rate", Double.toString(size.rate()));
            texts.put("leastRows", Integer.toString(size.leastRows()));
            texts.put("penalty", Double.toString(size.penalty()));
            texts.put("bins", Integer.toString(size.bins()));
            return texts;
        }

        @Override
        public boolean cutsNumbers() {
            return true;
        }
    }
}
