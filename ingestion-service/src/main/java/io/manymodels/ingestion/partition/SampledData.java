package io.manymodels.ingestion.partition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a source came to.
 *
 * @param data as an ingestion of these rows alone would have it
 * @param firstRows of the first key, each value by its column, as text
 * @param share of the source that was read, 1 for all of it; 0 where nothing tells it
 */
public record SampledData(ShuffledData data, List<Map<String, @Nullable String>> firstRows, double share) {

    public SampledData {
        firstRows = List.copyOf(firstRows);
    }
}
