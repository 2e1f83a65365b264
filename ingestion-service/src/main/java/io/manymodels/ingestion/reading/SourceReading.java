package io.manymodels.ingestion.reading;

import io.manymodels.ingestion.source.SourceObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ingestion read of its source.
 *
 * @param objects all of the source
 * @param rules as in {@link EarlierReading}
 * @param columns as in {@link EarlierReading}; null where no later ingestion may take rows from this one
 * @param read how many of the objects were read
 * @param snapshot from which the rows of the others were taken; null where all were read
 * @param because why all were read; null where they were not
 */
public record SourceReading(List<SourceObject> objects, String rules, @Nullable String columns, int read,
        @Nullable String snapshot, @Nullable String because) {

    public SourceReading {
        objects = List.copyOf(objects);
    }
}
