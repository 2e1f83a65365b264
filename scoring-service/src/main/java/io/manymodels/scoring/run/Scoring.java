package io.manymodels.scoring.run;

import io.manymodels.family.FamilySpec;
import io.manymodels.scoring.prediction.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A scoring run as it was planned.
 *
 * @param releaseId whose entries say which model answers for a key
 * @param snapshot whose partitions are scored
 * @param cutoff time ordinal from which a horizon counts, and after which other rows must lie where the request says so;
 *        null for none
 */
record Scoring(Publication publication, long releaseId, String snapshot, FamilySpec.Rows rows, @Nullable Long cutoff) {}
