package io.manymodels.training.tribuo;

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
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the learners of Tribuo have in common: features of rows, a fit by Tribuo, a kernel of its model. Only where a spec names
 * them, for the house's own are as good and faster. A subclass says what it is, and makes a trainer for each fit.
 */
abstract class TribuoLearner implements Learner {

    private final Traits traits;

    TribuoLearner(Traits traits) {
        this.traits = traits;
    }

    /**
     * What a learner is.
     *
     * @param forecasts its variants for a key's own forecasts
     * @param rank of a key's own regression or classification; {@link Variant#rank}
     * @param sharedRank of a model that many keys share; empty where they share none
     * @param cutsNumbers {@link RowTrainer#cutsNumbers}
     */
    record Traits(String name, int version, Set<Task> tasks, List<Setting> settings, List<Forecast> forecasts,
            int rank, OptionalInt sharedRank, boolean cutsNumbers) {}

    /**
     * A variant for forecasts.
     *
     * @param suffix of the learner's name, empty where it is the only one
     */
    record Forecast(String suffix, int rank, Features features) {}

    /** A kernel of rows. Throws {@link io.manymodels.training.learner.CannotFit}, {@link Deadline.Passed}. */
    abstract Kernel fit(TribuoFit fit, DenseData data, Settings settings, Deadline deadline);

    /** Degrees of freedom that a fit to numbers takes. */
    abstract double parameters(Settings settings, int width, int rows);

    @Override
    public final String name() {
        return traits.name();
    }

    @Override
    public final int version() {
        return traits.version();
    }

    @Override
    public final Set<Task> tasks() {
        return traits.tasks();
    }

    @Override
    public final List<Setting> settings() {
        return traits.settings();
    }

    @Override
    public final boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    public final List<Variant> variants(TrainingSpec spec, Settings settings) {
        RowModels models = models(settings);
        return spec.task() == Task.FORECAST
                ? traits.forecasts().stream().map(way -> new Variant(name() + way.suffix(), way.rank(),
                        lesson -> models.forecast(lesson, way.features()))).toList()
                : List.of(new Variant(name(), traits.rank(), models::tabular));
    }

    @Override
    public final List<Variant> shared(TrainingSpec spec, Settings settings) {
        return traits.sharedRank().stream()
                .mapToObj(rank -> new Variant(name(), rank, models(settings)::shared)).toList();
    }

    private RowModels models(Settings settings) {
        return new RowModels(name(), new Trainer(this, settings));
    }

    private record Trainer(TribuoLearner learner, Settings settings) implements RowTrainer {

        @Override
        public Kernel fit(DenseData data, Deadline deadline) {
            deadline.check();
            return learner.fit(new TribuoFit(learner.name(), learner.version()), data, settings, deadline);
        }

        @Override
        public double parameters(int width, int rows) {
            return learner.parameters(settings, width, rows);
        }

        @Override
        public Map<String, String> settings(int rows) {
            return settings.texts();
        }

        @Override
        public boolean cutsNumbers() {
            return learner.traits.cutsNumbers();
        }
    }
}
