package io.manymodels.ingestion.reading;

import io.manymodels.ingestion.source.SourceObject;
import java.util.List;

/**
 * What a snapshot was read from.
 *
 * @param rules hash of what the spec says about its rows
 * @param columns hash of the SQL that made its rows of those of a file, and of what was said about it
 * @param objects all that it was read from
 */
public record EarlierReading(String snapshot, String rules, String columns, List<SourceObject> objects) {

    public EarlierReading {
        objects = List.copyOf(objects);
    }
}
