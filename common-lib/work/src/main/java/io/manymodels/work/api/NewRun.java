package io.manymodels.work.api;

import io.manymodels.family.ErrorBudget;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A run to submit.
 *
 * @param id new, or {@link RunId#inCycle} for a step of a cycle: the same id again is the same run
 * @param parameters anything that Jackson writes as JSON
 * @param submittedBy name of the principal, or {@code cycle}
 */
public record NewRun(UUID id, RunKind kind, String family, int familyVersion, @Nullable UUID cycle, Object parameters,
        ErrorBudget errorBudget, String submittedBy) {}
