package io.manymodels.training.run;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.training.context.AskedTime;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.TrainingParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a request into parameters, or refuses it with everything that is wrong with it. */
final class TrainingRules {

    private static final int MOST_KEYS = 1_000;

    private final TrainingRequest request;
    private final FamilySpec spec;
    private final Snapshot snapshot;
    private final List<Detail> problems = new ArrayList<>();

    private TrainingRules(TrainingRequest request, FamilySpec spec, Snapshot snapshot) {
        this.request = request;
        this.spec = spec;
        this.snapshot = snapshot;
    }

    /** Throws INVALID {@code training-invalid}. */
    static TrainingParameters parameters(TrainingRequest request, FamilySpec spec, Snapshot snapshot) {
        return new TrainingRules(request, spec, snapshot).parameters();
    }

    private TrainingParameters parameters() {
        Long asOf = asOf();
        Retrain retrain = retrain();
        List<Map<String, Object>> keys = keys();
        if (!problems.isEmpty()) {
            throw ManyModelsException.invalid("training-invalid",
                    "The training of family [%s] cannot be run as asked: %s".formatted(spec.family(),
                            problems.getFirst().message()),
                    problems);
        }
        return new TrainingParameters(snapshot.id(), asOf, retrain, keys);
    }

    private @Nullable Long asOf() {
        if (request.asOf() == null || request.asOf().isNull()) {
            return null;
        }
        if (snapshot.timeAxis() == null) {
            problem("asOf", "Family [%s] has no time column, so nothing is as of [%s]. Maybe leave asOf out"
                    .formatted(spec.family(), AskedTime.of(request.asOf())));
            return null;
        }
        try {
            return snapshot.timeAxis().ordinal(AskedTime.of(request.asOf()));
        } catch (ManyModelsException e) {
            problem("asOf", e.getMessage());
            return null;
        }
    }

    private Retrain retrain() {
        if (request.retrain() == null) {
            return Retrain.CHANGED;
        }
        return Arrays.stream(Retrain.values()).filter(retrain -> retrain.wire().equals(request.retrain())).findFirst()
                .orElseGet(() -> {
                    problem("retrain",
                            "retrain [%s] is unknown. Maybe changed, failed or all".formatted(request.retrain()));
                    return Retrain.CHANGED;
                });
    }

    private List<Map<String, Object>> keys() {
        List<Map<String, Object>> keys = Objects.requireNonNullElse(request.keys(), List.of());
        if (request.keys() != null && (keys.isEmpty() || keys.size() > MOST_KEYS)) {
            problem("keys",
                    "keys [%d] must be 1 to %d. Maybe leave keys out to train all".formatted(keys.size(), MOST_KEYS));
        }
        for (int i = 0; i < keys.size(); i++) {
            // JSON's null is a key of a list too.
            Map<String, Object> key = Objects.requireNonNullElse(keys.get(i), Map.of());
            if (key.isEmpty() || !spec.key().containsAll(key.keySet())) {
                problem("keys[%d]".formatted(i), "Key [%s] must name key columns of the family. Maybe some of %s"
                        .formatted(key, spec.key()));
            }
        }
        return keys;
    }

    private void problem(String path, String message) {
        problems.add(new Detail(path, message));
    }
}
