package io.manymodels.training.trainer;

import io.manymodels.family.Algorithm;
import io.manymodels.family.Task;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tribuo.provenance.TrainerProvenance;

/** Makes a trainer for each fit, as Tribuo wants it: one for each task, never shared. */
final class DenseTrainers {

    private final Clock clock;

    DenseTrainers(Clock clock) {
        this.clock = clock;
    }

    /** The trainer of a model and its settings, as Tribuo's provenance has them. */
    Map<String, String> describe(Algorithm algorithm, TrainingSpec spec, int rows) {
        Map<String, String> description = new LinkedHashMap<>();
        DenseTrainer<?> trainer = switch (algorithm) {
            case RIDGE -> ridge(PartitionFitter.penalty(spec));
            case LOGISTIC_REGRESSION -> logistic(PartitionFitter.penalty(spec));
            case BOOSTED_TREES -> spec.task() == Task.CLASSIFICATION ? classTrees(rows) : trees(rows);
            default -> null;
        };
        description.put("algorithm", algorithm.wire());
        if (trainer != null) {
            TrainerProvenance provenance = trainer.getProvenance();
            description.put("class", provenance.getClassName());
            provenance.getConfiguredParameters()
                    .forEach((name, value) -> description.put(name, value.toString()));
        }
        return description;
    }

    RidgeTrainer ridge(double penalty) {
        return new RidgeTrainer(clock, penalty);
    }

    LogisticTrainer logistic(double penalty) {
        return new LogisticTrainer(clock, penalty);
    }

    BoostedTreesTrainer trees(int rows) {
        return new BoostedTreesTrainer(clock, TreesFit.Settings.forRows(rows));
    }

    BoostedClassTreesTrainer classTrees(int rows) {
        return new BoostedClassTreesTrainer(clock, TreesFit.Settings.forRows(rows));
    }
}
