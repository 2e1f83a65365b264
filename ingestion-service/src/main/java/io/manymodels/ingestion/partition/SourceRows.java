package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.source.Sources;

/** The rows of a source as it is, numbered where nothing else tells them apart. */
final class SourceRows {

    private SourceRows() {}

    /** Without time and id a row is known by its place in the source: 1 is the first row below the header. */
    static String select(FamilySpec spec) {
        boolean numbered = spec.time() == null && spec.columns().id().isEmpty();
        return "SELECT *%s FROM %s".formatted(
                numbered ? ", row_number() OVER () AS " + ColumnPlan.SOURCE_ROW : "", Sources.SOURCE);
    }
}
