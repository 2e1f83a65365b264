package io.manymodels.ingestion.source;

import java.util.List;

/**
 * A source by its beginning.
 *
 * @param tables the main one first
 * @param share of the main table's bytes that were read, 1 for all of them; 0 where nothing tells it
 */
public record SourceSample(List<SourceTable> tables, double share) {

    public SourceSample {
        tables = List.copyOf(tables);
    }
}
