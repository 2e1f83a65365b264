package io.manymodels.work;

import io.manymodels.event.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends.
 *
 * @param facts published when the run succeeded
 * @param commit writes of the process in the transaction that ends the run; not called when the run failed
 * @param problem not null: the run failed
 * @param result anything that Jackson writes as JSON, kept with the run
 */
public record Completion(List<Fact> facts, Runnable commit, @Nullable Problem problem, @Nullable Object result) {

    public Completion(List<Fact> facts, Runnable commit) {
        this(facts, commit, null, null);
    }

    public static Completion failed(Problem problem) {
        return new Completion(List.of(), () -> {}, problem, null);
    }
}
