package io.manymodels.ingestion.inspection;

import io.manymodels.problem.ManyModelsException.Detail;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an ingestion of a spec would do.
 *
 * @param problems everything wrong with the spec and with its columns; empty where an ingestion would begin to work
 * @param sample null where the source could not be looked at, and then everything after it is empty
 * @param time null without a time column
 * @param gate how many keys of the sample each reason of the quality gate holds for
 * @param warnings decisions that were taken, and what is dirty
 * @param firstRows of the first key, as they would be stored
 * @param cost what a cycle would take
 */
record Inspection(String family, List<Detail> problems, @Nullable Sample sample, List<InspectedColumn> columns,
        @Nullable Times time, @Nullable JsonNode gate, @Nullable JsonNode leaks, @Nullable JsonNode warnings,
        List<Map<String, @Nullable String>> firstRows, @Nullable Cost cost) {

    /**
     * @param rows that the beginning of the source gave
     * @param complete whether it was all of the source
     * @param estimatedRows of all of it; null where nothing tells them
     * @param firstKeys a few of the keys
     */
    record Sample(long rows, boolean complete, @Nullable Long estimatedRows, int keys, List<JsonNode> firstKeys,
            long milliseconds) {}

    /**
     * @param axis how times lie: {@code kind}, {@code unit}, {@code step}
     * @param gaps steps without a row, over all keys of the sample
     */
    record Times(JsonNode axis, @Nullable String from, @Nullable String to, long gaps) {}

    static Inspection refused(String family, List<Detail> problems) {
        return new Inspection(family, problems, null, List.of(), null, null, null, null, List.of(), null);
    }
}
