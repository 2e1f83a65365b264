package io.manymodels.work.api;

import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.Problem;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * A run as it stands in the table.
 *
 * @param parameters what its process needs to do it, as submitted
 * @param result what its process made of it, once finished
 * @param problem why it failed
 * @param trace {@code traceparent} of who submitted it, whose trace it belongs to; null for a run of an older version
 */
public record Run(UUID id, RunKind kind, String family, int familyVersion, @Nullable UUID cycle, RunState state,
        JsonNode parameters, ErrorBudget errorBudget, String submittedBy, Progress progress, boolean cancelRequested,
        Instant submittedAt, @Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable Problem problem,
        @Nullable JsonNode result, @Nullable String trace) {}
