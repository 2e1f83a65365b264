package io.manymodels.promotion.judgement;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that the current release has and the snapshot has not.
 *
 * @param rung         that answers for it in the current release
 * @param lastSnapshot the last that had the key; null where ingestion does not account for it any more
 * @param since        when an ingestion first missed it; null likewise
 */
public record VanishedKey(String key, String rung, @Nullable String lastSnapshot, @Nullable Instant since) {

    /** Code of the outcome of every such key. */
    static final String CODE = "vanished";

    /** Whether the next release has it too, as the current one has it. */
    boolean isKept(Duration retention, Instant now) {
        return since != null && since.plus(retention).isAfter(now);
    }

    String message(boolean kept, Duration retention) {
        return kept
                ? "The key is not delivered any more; snapshot [%s] had it last. The release keeps it on rung [%s] until [%s]. Maybe the delivery is not complete, or the key is closed"
                        .formatted(lastSnapshot, rung, since == null ? "" : since.plus(retention))
                : "The key is not delivered any more, for longer than ingestion.retention [%d d] says; the release has it no longer. Maybe the key is closed; it comes back with its rows"
                        .formatted(retention.toDays());
    }
}
