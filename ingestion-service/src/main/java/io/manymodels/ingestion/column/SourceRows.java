package io.manymodels.ingestion.column;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.source.SourceTable;
import io.manymodels.ingestion.source.Sources;

/** The rows of a source as it is, numbered where nothing else tells them apart. */
public final class SourceRows {

    private SourceRows() {}

    /** Without time and id a row is known by its place in the source alone. */
    static boolean areNumbered(FamilySpec spec) {
        return spec.time() == null && spec.columns().id().isEmpty();
    }

    /** 1 is the first row below the header; of several files each counts its own rows. */
    public static String select(FamilySpec spec, SourceTable table) {
        if (!areNumbered(spec)) {
            return "SELECT * FROM " + Sources.SOURCE;
        }
        String numbered = "SELECT *, row_number() OVER () AS %s FROM %s".formatted(ColumnPlan.SOURCE_ROW,
                Sources.SOURCE);
        return table.isOfSeveralFiles()
                ? "SELECT * REPLACE (%1$s - min(%1$s) OVER (PARTITION BY %2$s) + 1 AS %1$s) FROM (%3$s)".formatted(
                        ColumnPlan.SOURCE_ROW, Sources.FILE, numbered)
                : numbered;
    }
}
