package io.manymodels.ingestion.partition;

import io.manymodels.ingestion.reading.SourceReading;
import io.manymodels.rows.Column;
import io.manymodels.rows.TimeAxis;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sorted rows of a family and what is known about them.
 *
 * @param file Parquet, sorted by key, then time
 * @param columns in the file's order
 * @param timeAxis null without a time column
 * @param lastTime the largest time ordinal of a labelled row, over all keys that passed; null without one
 * @param partitions in the file's order, to be read as long as its folder is there
 * @param profile leaks, rejects, warnings, labels of a classification
 * @param reading what was read of the source; null for a sample
 */
public record ShuffledData(Path file, long rows, List<Column> columns, @Nullable TimeAxis timeAxis,
        @Nullable Long lastTime, PartitionFile partitions, ObjectNode profile,
        @Nullable SourceReading reading) {

    public ShuffledData {
        columns = List.copyOf(columns);
    }

    ShuffledData with(SourceReading reading) {
        return new ShuffledData(file, rows, columns, timeAxis, lastTime, partitions, profile, reading);
    }
}
