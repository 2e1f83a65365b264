package io.manymodels.training.backtest;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.context.AskedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns a request into parameters, or refuses it with everything that is wrong with it. */
final class BacktestRules {

    private static final int MOST_CUTOFFS = 500;
    private static final int MOST_FOLDS = 50;
    private static final long DEFAULT_SEED = 1;

    private final BacktestRequest request;
    private final FamilySpec spec;
    private final Snapshot snapshot;
    private final List<Detail> problems = new ArrayList<>();

    private BacktestRules(BacktestRequest request, FamilySpec spec, Snapshot snapshot) {
        this.request = request;
        this.spec = spec;
        this.snapshot = snapshot;
    }

    /** Throws INVALID {@code backtest-invalid}. */
    static BacktestParameters parameters(BacktestRequest request, FamilySpec spec, Snapshot snapshot) {
        return new BacktestRules(request, spec, snapshot).parameters();
    }

    private BacktestParameters parameters() {
        long kinds = Stream.of(request.cutoffs(), request.windows(), request.folds()).filter(Objects::nonNull).count();
        if (kinds != 1) {
            problem("",
                    "A backtest needs exactly one of cutoffs, windows and folds, and has [%d] of them. Maybe {\"windows\": 3}"
                            .formatted(kinds));
        }
        List<Long> cutoffs = request.cutoffs() == null ? null : cutoffs(request.cutoffs());
        if (request.windows() != null) {
            range("windows", request.windows(), MOST_CUTOFFS);
            needsTime("windows");
        }
        if (request.step() != null) {
            range("step", request.step(), 100_000);
            if (request.windows() == null) {
                problem("step", "step [%d] is the distance of windows. Maybe add windows, or leave it out"
                        .formatted(request.step()));
            }
        }
        if (request.folds() != null) {
            folds(request.folds());
        }
        if (request.seed() != null && request.folds() == null) {
            problem("seed",
                    "seed [%d] deals rows into folds. Maybe add folds, or leave it out".formatted(request.seed()));
        }
        if (!problems.isEmpty()) {
            throw ManyModelsException.invalid("backtest-invalid",
                    "The backtest of family [%s] cannot be run as asked: %s".formatted(spec.family(),
                            problems.getFirst().message()),
                    problems);
        }
        return new BacktestParameters(snapshot.id(), cutoffs, request.windows(),
                request.windows() == null ? null : Objects.requireNonNullElseGet(request.step(), this::defaultStep),
                request.folds(),
                request.folds() == null ? null : Objects.requireNonNullElse(request.seed(), DEFAULT_SEED));
    }

    private int defaultStep() {
        return spec.forecast() == null ? 1 : spec.forecast().horizon();
    }

    private @Nullable List<Long> cutoffs(List<JsonNode> values) {
        TimeAxis axis = needsTime("cutoffs");
        if (values.isEmpty() || values.size() > MOST_CUTOFFS) {
            problem("cutoffs", "cutoffs [%d] must be 1 to %d times".formatted(values.size(), MOST_CUTOFFS));
        }
        if (axis == null) {
            return null;
        }
        TreeSet<Long> ordinals = new TreeSet<>();
        for (int i = 0; i < values.size(); i++) {
            String path = "cutoffs[%d]".formatted(i);
            try {
                long ordinal = axis.ordinal(AskedTime.of(values.get(i)));
                if (snapshot.lastTime() != null && axis.plus(ordinal, gap()) >= snapshot.lastTime()) {
                    problem(path,
                            "Nothing follows the cutoff [%s]: the last time of snapshot [%s] is [%s]. Maybe an earlier one"
                                    .formatted(axis.text(ordinal), snapshot.id(), axis.text(snapshot.lastTime())));
                }
                ordinals.add(ordinal);
            } catch (ManyModelsException e) {
                problem(path, e.getMessage());
            }
        }
        return List.copyOf(ordinals);
    }

    private int gap() {
        return spec.forecast() == null ? 0 : spec.forecast().gap();
    }

    private void folds(int folds) {
        if (spec.task() == Task.FORECAST) {
            problem("folds",
                    "Folds [%d] would let a forecast see the future. Maybe use cutoffs or windows".formatted(folds));
        } else if (folds < 2 || folds > MOST_FOLDS) {
            problem("folds", "folds [%d] must be 2 to %d".formatted(folds, MOST_FOLDS));
        }
    }

    private @Nullable TimeAxis needsTime(String path) {
        if (snapshot.timeAxis() == null) {
            problem(path,
                    "Family [%s] has no time column, so it has no %s. Maybe use folds".formatted(spec.family(), path));
        }
        return snapshot.timeAxis();
    }

    private void range(String path, int value, int most) {
        if (value < 1 || value > most) {
            problem(path, "%s [%d] must be 1 to %d".formatted(path, value, most));
        }
    }

    private void problem(String path, String message) {
        problems.add(new Detail(path, message));
    }
}
