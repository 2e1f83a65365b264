package io.manymodels.training.candidate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of candidates, newest first.
 *
 * @param nextCursor opaque; null on the last page
 */
record CandidatePage(List<Candidate> candidates, @Nullable String nextCursor) {
}
