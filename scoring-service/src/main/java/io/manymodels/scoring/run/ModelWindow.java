package io.manymodels.scoring.run;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models of a task, loaded some hundred at a time ahead of the partitions that need them, so that requests are few
 * and memory does not grow with the task. Not thread-safe.
 */
final class ModelWindow {

    private static final int SIZE = 256;

    private final ModelLoader loader;
    private final List<Assignment> assignments;
    private final Map<Long, Loaded> loaded = new HashMap<>();
    private int next;
    private int loadedTo;

    /** A model, or why there is none. */
    sealed interface Loaded {
        record Ready(PartitionModel model) implements Loaded {}

        record Broken(ManyModelsException problem) implements Loaded {}
    }

    /** @param assignments ascending by sequence */
    ModelWindow(ModelLoader loader, List<Assignment> assignments) {
        this.loader = loader;
        this.assignments = assignments;
    }

    /** The assignment of a partition; null without. Sequences must be asked in ascending order. */
    @Nullable
    Assignment assignment(int sequence) {
        while (next < assignments.size() && assignments.get(next).sequence() < sequence) {
            next++;
        }
        return next < assignments.size() && assignments.get(next).sequence() == sequence ? assignments.get(next) : null;
    }

    /**
     * The model of the assignment that was asked for last. Throws what the object storage throws when it cannot be
     * reached: that is no fault of the model.
     */
    Loaded model(Assignment assignment) {
        if (next >= loadedTo) {
            loadFrom(next);
        }
        Loaded model = loaded.get(assignment.modelVersion());
        if (model == null) {
            throw new IllegalStateException("Model version [%d] was not reported".formatted(assignment.modelVersion()));
        }
        return model;
    }

    private void loadFrom(int from) {
        loadedTo = Math.min(assignments.size(), from + SIZE);
        Map<ArtefactLocation, Long> versions = new HashMap<>();
        for (Assignment assignment : assignments.subList(from, loadedTo)) {
            versions.put(assignment.location(), assignment.modelVersion());
        }
        // Models that many keys share stay; the others have had their turn.
        loaded.keySet().retainAll(versions.values());
        versions.values().removeAll(loaded.keySet());
        loader.loadAll(versions.keySet(), new ModelLoader.Arrival() {
            @Override
            public void loaded(ArtefactLocation location, PartitionModel model) {
                loaded.put(versions.get(location), new Loaded.Ready(model));
            }

            @Override
            public void failed(ArtefactLocation location, ManyModelsException problem) {
                if (problem.code().equals("storage-unavailable")) {
                    throw problem;
                }
                loaded.put(versions.get(location), new Loaded.Broken(problem));
            }
        });
    }
}
