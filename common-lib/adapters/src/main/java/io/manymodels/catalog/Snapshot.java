package io.manymodels.catalog;

import io.manymodels.rows.Column;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The immutable outcome of one ingestion, as the catalogue has it.
 *
 * @param columns in the file's order
 * @param timeAxis null without a time column
 * @param lastTime the largest time ordinal of a labelled row over all keys that passed; null without time
 * @param profile leaks, rejects, warnings; for a classification also {@code labels}
 */
public record Snapshot(String id, String family, int familyVersion, long rows, int partitions, List<Column> columns,
        @Nullable TimeAxis timeAxis, @Nullable Long lastTime, JsonNode profile, Instant sealedAt) {

    public Snapshot {
        columns = List.copyOf(columns);
    }

    /** The labels of a classification, in the order of the alphabet; else none. */
    public List<String> labels() {
        return profile.path("labels").valueStream().map(JsonNode::asString).sorted().toList();
    }

    public RowSchema schema() {
        return new RowSchema(columns);
    }
}
