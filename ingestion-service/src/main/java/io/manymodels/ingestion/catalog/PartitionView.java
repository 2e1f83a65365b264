package io.manymodels.ingestion.catalog;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A partition of a snapshot as the API shows it. A run's partitions have the name without it. */
@Schema(name = "SnapshotPartition")
record PartitionView(int sequence, JsonNode key, JsonNode tags, String object, long firstRow, long rows,
        long labelledRows, @Nullable Long fromTime, @Nullable Long toTime, String fingerprint, JsonNode profile,
        boolean passed, @Nullable Reason reason) {

    record Reason(String code, String message) {}
}
