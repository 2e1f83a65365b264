package io.manymodels.stack.storage;

import static io.manymodels.stack.storage.Grant.READ;
import static io.manymodels.stack.storage.Grant.READ_WRITE;

import java.util.List;
import java.util.Map;

/** Who may do what with which bucket; the same as {@code deploy/docker/seaweedfs.sh}. */
final class BucketGrants {

    static final List<String> BUCKETS = List.of("lake", "candidates", "production", "predictions");

    private static final Map<String, Map<String, Grant>> BY_USER = Map.of(
            "ingestion", Map.of("lake", READ_WRITE),
            "training", Map.of("lake", READ, "candidates", READ_WRITE),
            "promotion", Map.of("lake", READ, "candidates", READ, "production", READ_WRITE),
            "scoring", Map.of("lake", READ, "production", READ, "predictions", READ_WRITE),
            "realtime", Map.of("production", READ),
            "reader", Map.of("lake", READ, "predictions", READ));

    private BucketGrants() {}

    /** The user's grants by bucket; empty for an unknown user. */
    static Map<String, Grant> of(String user) {
        return BY_USER.getOrDefault(user, Map.of());
    }
}
