package io.manymodels.realtime.predict;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.problem.ManyModelsException.Kind;
import io.manymodels.realtime.release.ServedFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with the rows of one request. Not thread-safe. */
final class RowProblems {

    private static final int MOST_NAMED = 100;

    private final Map<Integer, List<RowProblem>> byRow = new HashMap<>();

    void add(RowProblem problem) {
        byRow.computeIfAbsent(problem.row(), _ -> new ArrayList<>(1)).add(problem);
    }

    boolean has(int row) {
        return !byRow.isEmpty() && byRow.containsKey(row);
    }

    List<RowProblem> of(int row) {
        return byRow.getOrDefault(row, List.of());
    }

    int rows() {
        return byRow.size();
    }

    /** The refusal of a request of which no row can be answered. */
    ManyModelsException refusal(ServedFamily family) {
        List<RowProblem> all = byRow.values().stream().flatMap(List::stream)
                .sorted(Comparator.comparingInt(RowProblem::row)).toList();
        for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.INVALID)) {
            List<RowProblem> some = all.stream().filter(problem -> problem.kind() == kind).toList();
            if (!some.isEmpty()) {
                RowProblem first = some.getFirst();
                return kind == Kind.INVALID
                        ? invalid(family, some)
                        : new ManyModelsException(kind, first.code(), first.message());
            }
        }
        RowProblem first = all.getFirst();
        return new ManyModelsException(first.kind(), first.code(), first.message());
    }

    private static ManyModelsException invalid(ServedFamily family, List<RowProblem> problems) {
        RowProblem first = problems.getFirst();
        return ManyModelsException.invalid("rows-invalid",
                "%d values of the request do not fit family [%s], the first: %s: %s".formatted(problems.size(),
                        family.spec().family(), first.path(), first.message()),
                problems.stream().limit(MOST_NAMED).map(problem -> new Detail(problem.path(), problem.message()))
                        .toList());
    }
}
