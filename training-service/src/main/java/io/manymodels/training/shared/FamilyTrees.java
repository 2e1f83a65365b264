package io.manymodels.training.shared;

import com.google.auto.service.AutoService;
import io.manymodels.family.Task;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import java.util.List;
import java.util.Set;

/**
 * Boosted trees over all keys of a family that correct each key's linear model, having seen what it predicted for rows that it
 * had not (stacking: Wolpert 1992). A key's rows alone give no such candidate: {@link FamilyTrainer} does.
 */
@AutoService(Learner.class)
public final class FamilyTrees implements Learner {

    public static final String NAME = "family-trees";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECAST, Task.REGRESSION, Task.CLASSIFICATION);
    }

    @Override
    public boolean automatic(TrainingSpec spec) {
        return spec.timeAxis() != null && !spec.isBareSeries();
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        return List.of();
    }
}
