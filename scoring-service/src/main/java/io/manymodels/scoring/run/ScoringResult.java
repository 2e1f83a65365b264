package io.manymodels.scoring.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a scoring run came to, kept with the run.
 *
 * @param rows predictions published, over all keys
 * @param reconciledGroups finest groups whose keys were moved, where the spec reconciles by {@code mint}; left out elsewhere
 */
record ScoringResult(long rows, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer reconciledGroups) {}
