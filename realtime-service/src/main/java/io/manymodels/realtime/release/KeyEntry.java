package io.manymodels.realtime.release;

import io.manymodels.registry.ReleaseEntry;
import java.util.Map;

/**
 * Which model answers for a key.
 *
 * @param statics values of static columns, which requests need not repeat
 */
public record KeyEntry(ReleaseEntry entry, Map<String, Object> statics) {

    public KeyEntry {
        statics = Map.copyOf(statics);
    }
}
