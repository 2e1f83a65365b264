package io.manymodels.promotion.judgement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that a promotion's snapshot lacks and the release before has, each an outcome of the run.
 *
 * @param first     sequence of the first one's outcome
 * @param retention how long a key is kept that is not delivered any more
 * @param now       when the run was planned
 */
public record VanishedKeys(List<VanishedKey> keys, long first, Duration retention, Instant now) {

    public VanishedKeys {
        keys = List.copyOf(keys);
    }

    public int size() {
        return keys.size();
    }

    /** Those that stay in the release. */
    Stream<VanishedKey> kept() {
        return keys.stream().filter(key -> key.isKept(retention, now));
    }

    String message(VanishedKey key) {
        return key.message(key.isKept(retention, now), retention);
    }
}
