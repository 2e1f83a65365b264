package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A run reached a final state. Published by the service that owns the run; ingestion closes the cycle with it.
 *
 * @param kind wire name of the run's kind: ingestion, training, backtest, promotion, scoring
 * @param state succeeded, failed or cancelled
 * @param problem why it failed, in one sentence
 */
public record RunFinished(String family, String kind, UUID run, @Nullable UUID cycle, String state,
        @Nullable String problem) implements Fact {}
