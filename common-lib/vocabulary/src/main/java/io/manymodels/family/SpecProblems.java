package io.manymodels.family;

import io.manymodels.problem.Closest;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that is wrong with a spec, gathered while it is read; at most {@value ManyModelsException#MOST_DETAILS}
 * problems, because a machine may write thousands.
 */
final class SpecProblems {

    private static final int LONGEST = 500;

    private final List<Detail> problems = new ArrayList<>();

    void add(String path, String message) {
        if (problems.size() < ManyModelsException.MOST_DETAILS) {
            problems.add(new Detail(path, ManyModelsException.bounded(message, LONGEST)));
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<Detail> all() {
        return List.copyOf(problems);
    }

    /** " Maybe [closest]", or the choices when nothing is near. */
    static String advice(String word, Collection<String> choices) {
        return Closest.to(word, choices).map(closest -> " Maybe [%s]".formatted(closest))
                .orElseGet(() -> " Maybe one of %s".formatted(choices));
    }

    static ManyModelsException exception(List<Detail> problems) {
        if (problems.size() == 1 && problems.getFirst().path().isEmpty()) {
            return ManyModelsException.malformed("family-spec-unreadable", problems.getFirst().message());
        }
        String first = problems.stream().limit(3)
                .map(problem -> (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message())
                .collect(Collectors.joining("; "));
        return ManyModelsException.invalid("family-spec-invalid", "The family spec has %d problem%s: %s%s".formatted(
                problems.size(), problems.size() == 1 ? "" : "s", first, problems.size() > 3 ? "; ..." : ""), problems);
    }
}
