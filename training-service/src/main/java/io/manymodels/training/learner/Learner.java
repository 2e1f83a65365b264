package io.manymodels.training.learner;

import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.family.Task;
import java.util.List;
import java.util.Set;

/**
 * An algorithm that a spec names under {@code training.algorithms}. Found by {@link java.util.ServiceLoader}: annotate it with
 * {@code @AutoService(Learner.class)}, or name it in a plug-in's {@code META-INF/services}. Stateless and thread-safe; the
 * same lesson gives the same model.
 */
public interface Learner {

    /** The name in specs and registries: lower-case words joined by hyphens. */
    String name();

    /** To be raised whenever the same rows and settings give another model; the golden digest in its test holds it. */
    int version();

    Set<Task> tasks();

    /** What a spec may set; empty for nothing. */
    default List<Setting> settings() {
        return List.of();
    }

    /** Whether {@code training.algorithms: auto} tries it for keys of such a spec. */
    default boolean automatic(TrainingSpec spec) {
        return true;
    }

    /** The ways in which it would model a key of such a spec, each a candidate of the contest; none where it cannot. */
    List<Variant> variants(TrainingSpec spec, Settings settings);

    /** Likewise for rows of many keys together, in order of time, without a history. None where it cannot. */
    default List<Variant> shared(TrainingSpec spec, Settings settings) {
        return List.of();
    }
}
