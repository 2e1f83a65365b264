package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A run reached a final state. Published by the service that owns the run; ingestion closes the cycle with it.
 *
 * @param kind wire name of the run's kind: ingestion, training, backtest, promotion, scoring
 * @param state succeeded, failed or cancelled
 * @param problem why it failed, in one sentence; a longer one is cut
 */
public record RunFinished(String family, String kind, UUID run, @Nullable UUID cycle, String state,
        @Nullable String problem) implements Fact {

    /** A fact must fit into a message whatever went wrong. */
    private static final int LONGEST_PROBLEM = 1000;

    public RunFinished {
        problem = problem == null || problem.length() <= LONGEST_PROBLEM
                ? problem
                : problem.substring(0, LONGEST_PROBLEM) + "...";
    }
}
