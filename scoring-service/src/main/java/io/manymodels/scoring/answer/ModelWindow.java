package io.manymodels.scoring.answer;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of a task, loaded some hundred at a time ahead of the partitions that need them, so that requests are few
 * and memory does not grow with the task. Where a model is broken the next best answers, as it does in realtime. Not
 * thread-safe.
 */
public final class ModelWindow {

    private static final int SIZE = 256;

    private final ModelLoader loader;
    private final Substitutes substitutes;
    private final List<Assignment> assignments;
    private final Map<Integer, Answering> answering = new HashMap<>();
    private final Map<Long, Loaded> loaded = new HashMap<>();
    private int next;
    private int loadedTo;
    private long broken;

    /** Finds who answers where a model is broken. */
    @FunctionalInterface
    public interface Substitutes {

        /**
         * The models that may stand in, best first.
         *
         * @param sequences of the partitions whose models are broken
         */
        Map<Integer, List<Assignment>> of(Set<Integer> sequences);
    }

    /** Who answers for a partition. */
    public sealed interface Answering {

        /** @param instead of this broken model; null where it is the model that the release assigns */
        record By(Assignment assignment, PartitionModel model,
                @Nullable ManyModelsException instead) implements Answering {}

        /** Nobody: the model is broken, and so is whatever could stand in. */
        record Broken(ManyModelsException problem) implements Answering {}

        /** Nobody: no rung of the release has a model for the key. */
        record Unassigned() implements Answering {}
    }

    private sealed interface Loaded {

        record Ready(PartitionModel model) implements Loaded {}

        record Broken(ManyModelsException problem) implements Loaded {}
    }

    /** @param assignments ascending by sequence */
    public ModelWindow(ModelLoader loader, List<Assignment> assignments, Substitutes substitutes) {
        this.loader = loader;
        this.assignments = assignments;
        this.substitutes = substitutes;
    }

    /**
     * Who answers for a partition. Sequences must be asked in ascending order. Throws what the object storage throws when
     * it cannot be reached: that is no fault of a model.
     */
    Answering of(int sequence) {
        while (next < assignments.size() && assignments.get(next).sequence() < sequence) {
            next++;
        }
        if (next >= assignments.size() || assignments.get(next).sequence() != sequence) {
            return new Answering.Unassigned();
        }
        if (next >= loadedTo) {
            loadFrom(next);
        }
        return Objects.requireNonNull(answering.get(sequence));
    }

    /** Partitions so far whose own model was broken. */
    public long broken() {
        return broken;
    }

    private void loadFrom(int from) {
        loadedTo = Math.min(assignments.size(), from + SIZE);
        List<Assignment> window = assignments.subList(from, loadedTo);
        // Models that many keys share stay; the others have had their turn.
        Set<Long> wanted = new HashSet<>();
        window.forEach(assignment -> wanted.add(assignment.modelVersion()));
        loaded.keySet().retainAll(wanted);
        load(window);
        answering.clear();
        Map<Integer, ManyModelsException> open = new LinkedHashMap<>();
        for (Assignment assignment : window) {
            switch (loadedModel(assignment)) {
                case Loaded.Ready(PartitionModel model) ->
                    answering.put(assignment.sequence(), new Answering.By(assignment, model, null));
                case Loaded.Broken(ManyModelsException problem) -> {
                    answering.put(assignment.sequence(), new Answering.Broken(problem));
                    open.put(assignment.sequence(), problem);
                }
            }
        }
        broken += open.size();
        if (!open.isEmpty()) {
            substitute(open, substitutes.of(Set.copyOf(open.keySet())));
        }
    }

    /** Tries the best substitute of each, then the second best of those where that is broken too, and so on. */
    private void substitute(Map<Integer, ManyModelsException> open, Map<Integer, List<Assignment>> found) {
        for (int place = 0; !open.isEmpty(); place++) {
            List<Assignment> tried = new ArrayList<>();
            for (int sequence : open.keySet()) {
                List<Assignment> those = found.getOrDefault(sequence, List.of());
                if (place < those.size()) {
                    tried.add(those.get(place));
                }
            }
            if (tried.isEmpty()) {
                return;
            }
            load(tried);
            for (Assignment assignment : tried) {
                if (loadedModel(assignment) instanceof Loaded.Ready(PartitionModel model)) {
                    answering.put(assignment.sequence(), new Answering.By(assignment, model,
                            Objects.requireNonNull(open.remove(assignment.sequence()))));
                }
            }
        }
    }

    private Loaded loadedModel(Assignment assignment) {
        Loaded model = loaded.get(assignment.modelVersion());
        if (model == null) {
            throw new IllegalStateException("Model version [%d] was not reported".formatted(assignment.modelVersion()));
        }
        return model;
    }

    private void load(List<Assignment> wanted) {
        Map<ArtefactLocation, Long> versions = new HashMap<>();
        for (Assignment assignment : wanted) {
            if (!loaded.containsKey(assignment.modelVersion())) {
                versions.put(assignment.location(), assignment.modelVersion());
            }
        }
        loader.loadAll(versions.keySet(), new ModelLoader.Arrival() {
            @Override
            public void loaded(ArtefactLocation location, PartitionModel model) {
                loaded.put(versions.get(location), new Loaded.Ready(model));
            }

            @Override
            public void failed(ArtefactLocation location, ManyModelsException problem) {
                if (!ModelLoader.isUnreadable(problem)) {
                    throw problem;
                }
                loaded.put(versions.get(location), new Loaded.Broken(problem));
            }
        });
    }
}
