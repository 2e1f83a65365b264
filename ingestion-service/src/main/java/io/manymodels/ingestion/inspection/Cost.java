package io.manymodels.ingestion.inspection;

import org.jspecify.annotations.Nullable;

/**
 * What a cycle would take, by the pace of runs that went before: of this family where there are any, else of others. Null
 * where nothing went before.
 *
 * @param rows of the source, as far as known
 * @param keys at least, where the sample is not all of the source
 * @param basis runs that the pace is taken from
 */
record Cost(@Nullable Long rows, long keys, @Nullable Double ingestionSeconds, @Nullable Double trainingSeconds,
        @Nullable Double promotionSeconds, @Nullable Double scoringSeconds, long basis) {}
