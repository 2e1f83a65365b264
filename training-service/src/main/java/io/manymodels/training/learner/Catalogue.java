package io.manymodels.training.learner;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.KnownAlgorithm;
import io.manymodels.family.Task;
import io.manymodels.kernel.PlugIns;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The learners that this program has, by name. Immutable. */
public final class Catalogue {

    private final Map<String, Learner> byName;

    private Catalogue(Map<String, Learner> byName) {
        this.byName = byName;
    }

    /** Throws {@link IllegalArgumentException} where two have one name. */
    public static Catalogue of(Collection<? extends Learner> learners) {
        Map<String, Learner> byName = new TreeMap<>();
        for (Learner learner : learners) {
            Learner other = byName.put(learner.name(), learner);
            if (other != null) {
                throw new IllegalArgumentException(
                        "Learner [%s] is both [%s] and [%s]. Maybe a plug-in lies there twice"
                                .formatted(learner.name(), other.getClass().getName(), learner.getClass().getName()));
            }
        }
        return new Catalogue(byName);
    }

    /** Those of this program's own jars. */
    public static Catalogue installed() {
        return with(PlugIns.NONE);
    }

    /** Those and the learners of plug-ins. Throws {@link IllegalStateException} for one that cannot be made. */
    public static Catalogue with(PlugIns plugIns) {
        return of(plugIns.load(Learner.class));
    }

    /** All, by name. */
    public List<Learner> all() {
        return List.copyOf(byName.values());
    }

    private record Chosen(Learner learner, Settings settings) {}

    /** All, as a spec may name them. */
    public List<KnownAlgorithm> known() {
        return byName.values().stream()
                .map(learner -> new KnownAlgorithm(learner.name(), learner.tasks(), learner.settings())).toList();
    }

    private List<Chosen> chosen(TrainingSpec spec) {
        check(spec.family(), spec.task(), spec.algorithms());
        return spec.algorithms().isEmpty()
                ? byName.values().stream()
                        .filter(learner -> learner.tasks().contains(spec.task()) && learner.automatic(spec))
                        .map(learner -> new Chosen(learner, Settings.usual(learner.settings()))).toList()
                : spec.algorithms().stream().map(choice -> {
                    Learner learner = Objects.requireNonNull(byName.get(choice.name()));
                    return new Chosen(learner, Settings.of(learner.settings(), choice.settings()));
                }).toList();
    }

    /** Throws INVALID {@code algorithms-unfit} where a spec's algorithms cannot be trained as it says. */
    public void check(String family, Task task, List<AlgorithmChoice> algorithms) {
        List<Detail> problems = KnownAlgorithm.problems(task, algorithms, known());
        if (!problems.isEmpty()) {
            throw ManyModelsException.invalid("algorithms-unfit", "Family [%s] cannot be trained as its spec says: %s"
                    .formatted(family, problems.getFirst().message()), problems);
        }
    }

    /** The candidates for a key's own model, the preferred one first. */
    public List<Variant> variants(TrainingSpec spec) {
        return variants(spec, (learner, settings) -> learner.variants(spec, settings));
    }

    /** The candidates for a model that many keys share, the preferred one first. */
    public List<Variant> shared(TrainingSpec spec) {
        return variants(spec, (learner, settings) -> learner.shared(spec, settings));
    }

    private List<Variant> variants(TrainingSpec spec, BiFunction<Learner, Settings, List<Variant>> propose) {
        return chosen(spec).stream().flatMap(one -> propose.apply(one.learner(), one.settings()).stream())
                .sorted(Comparator.comparingInt(Variant::rank)).toList();
    }

    /** Whether the spec chooses this one. */
    public boolean chooses(TrainingSpec spec, String name) {
        return chosen(spec).stream().anyMatch(one -> one.learner().name().equals(name));
    }

    /** The linear model that what a family teaches together corrects; null where a key has none. */
    public @Nullable Variant linear(TrainingSpec spec) {
        Learner learner = Objects.requireNonNull(byName.get(switch (spec.task()) {
            case FORECAST, REGRESSION -> "ridge";
            case CLASSIFICATION -> "logistic-regression";
        }));
        List<Variant> variants = learner.variants(spec, Settings.usual(learner.settings()));
        return variants.isEmpty() ? null : variants.getFirst();
    }

    /** What answers where nothing else can, or shall. */
    public Variant plain(TrainingSpec spec) {
        Learner learner = plainest(spec);
        return learner.variants(spec, Settings.usual(learner.settings())).getFirst();
    }

    /** Likewise for rows of many keys. */
    public Variant sharedPlain(TrainingSpec spec) {
        Learner learner = plainest(spec);
        return learner.shared(spec, Settings.usual(learner.settings())).getFirst();
    }

    private Learner plainest(TrainingSpec spec) {
        String name = switch (spec.task()) {
            case FORECAST, REGRESSION -> "mean";
            case CLASSIFICATION -> "majority-class";
        };
        return Objects.requireNonNull(byName.get(name), name);
    }

    /** The versions of all learners that the spec chooses, as one text: where it changes, models may. */
    public String versions(TrainingSpec spec) {
        return chosen(spec).stream().map(one -> one.learner().name() + "=" + one.learner().version()).sorted()
                .collect(Collectors.joining(","));
    }
}
