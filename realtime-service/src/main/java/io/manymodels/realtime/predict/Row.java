package io.manymodels.realtime.predict;

import io.manymodels.key.PartitionKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a request, with its key found.
 *
 * @param cells column to value, as the request has them
 */
record Row(PartitionKey key, String canonical, Map<String, @Nullable Object> cells) {}
