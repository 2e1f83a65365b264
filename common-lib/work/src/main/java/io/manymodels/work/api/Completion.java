package io.manymodels.work.api;

import io.manymodels.event.Fact;
import io.manymodels.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the end of a run brings along. */
public sealed interface Completion {

    /**
     * The run succeeded.
     *
     * @param facts published with the end
     * @param commit writes of the process in the transaction that ends the run, once the end is accepted: a run that was
     *        cancelled meanwhile, or ended by another attempt, commits nothing
     * @param result anything that Jackson writes as JSON, kept with the run; read after {@code commit} ran
     */
    record Success(List<? extends Fact> facts, Runnable commit, @Nullable Object result) implements Completion {}

    /** The run failed, for this reason. */
    record Failure(Problem problem) implements Completion {}

    static Completion failed(Problem problem) {
        return new Failure(problem);
    }
}
