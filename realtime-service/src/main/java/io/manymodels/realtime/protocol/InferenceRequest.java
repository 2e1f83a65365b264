package io.manymodels.realtime.protocol;

import io.manymodels.realtime.predict.RequestRows;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed inference request.
 *
 * @param id to be echoed; null without
 * @param rows what is to be predicted
 * @param outputs names asked for, and whether as raw bytes, null where it is not said; empty asks for all
 * @param binary whether outputs that do not say so are wanted as raw bytes
 */
record InferenceRequest(@Nullable String id, RequestRows rows, Map<String, @Nullable Boolean> outputs, boolean binary) {

    /** Whether an output is wanted as raw bytes. */
    boolean wantsRaw(String output) {
        for (Map.Entry<String, @Nullable Boolean> asked : outputs.entrySet()) {
            if (asked.getKey().equalsIgnoreCase(output)) {
                Boolean raw = asked.getValue();
                return raw == null ? binary : raw;
            }
        }
        return binary;
    }
}
