package io.manymodels.work.rest;

import io.manymodels.key.PartitionKey;
import io.manymodels.problem.Problem;
import io.manymodels.work.api.PartitionOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a partition, as users see it. */
record PartitionView(Map<String, Object> key, String outcome, @Nullable Problem reason, int attempts, double seconds) {

    static PartitionView of(PartitionOutcome outcome) {
        return new PartitionView(PartitionKey.parse(outcome.key()).asMap(), outcome.outcome().wireName(),
                outcome.reason(),
                outcome.attempts(), outcome.seconds());
    }
}
