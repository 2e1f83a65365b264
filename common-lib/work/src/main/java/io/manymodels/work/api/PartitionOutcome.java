package io.manymodels.work.api;

import io.manymodels.problem.Problem;
import io.manymodels.run.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of one partition.
 *
 * @param sequence its number in the run, from 0
 * @param key canonical text of its key
 * @param reason why, for everything but a plain success
 * @param attempts tries it took
 * @param seconds time spent on it
 */
public record PartitionOutcome(int sequence, String key, Outcome outcome, @Nullable Problem reason, int attempts,
        double seconds) {}
