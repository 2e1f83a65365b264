package io.manymodels.realtime.cache;

import java.util.Map;

/**
 * A model that is asked for often.
 *
 * @param modelVersion its id in production
 * @param scope whom it answers for: own, group, family or baseline
 * @param key that it answers for: the key's columns, or the group's; empty for a family's
 * @param version counted for its scope and key
 * @param bytes that it takes in memory, about
 */
record HotModel(long modelVersion, String family, String scope, Map<String, Object> key, String algorithm, int version,
        long bytes) {}
