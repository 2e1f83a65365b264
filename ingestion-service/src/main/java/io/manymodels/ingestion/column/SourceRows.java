package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.OurColumns;
import io.manymodels.ingestion.source.SourceTable;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;

/** The rows of a source as it is, numbered where nothing else tells them apart. */
public final class SourceRows {

    /** What names a row in the sorted file: its number, and its file where the source has several. */
    static final String NUMBER = "source_row";
    static final String FILE = "source_file";

    /** The column of the relation that holds the number; no source has it. */
    private static final String COUNTED = "many-models source row";

    /** DuckDB's, of the places of rows in a Parquet file: a sorted file is read with it beside its own columns. */
    private static final String ROW_NUMBER = "file_row_number";

    private SourceRows() {}

    /** Without time and id a row is known by its place in the source alone. */
    public static boolean areNumbered(FamilySpec spec) {
        return spec.time() == null && spec.columns().id().isEmpty();
    }

    /** Whether a column of the relation names rows by their place, and is not the source's own. */
    static boolean isPlace(String column) {
        return column.equals(COUNTED) || column.equals(Sources.FILE);
    }

    /** What such a column becomes. */
    static OutputColumn place(String column, OurColumns ours) {
        return column.equals(COUNTED)
                ? new OutputColumn(ours.called(NUMBER), ColumnType.INTEGER, identifier(column), ColumnRole.ID)
                : new OutputColumn(ours.called(FILE), ColumnType.TEXT, identifier(column), ColumnRole.ID);
    }

    /** Whether no file can have a column of this name. */
    static boolean isImpossible(String column) {
        return column.equalsIgnoreCase(ROW_NUMBER);
    }

    /** Whether a column of the source looks like those that name rows: as a feature it would tell which row is which. */
    static boolean looksLikePlace(FamilySpec spec, String column) {
        return areNumbered(spec) && (column.equalsIgnoreCase(NUMBER) || column.equalsIgnoreCase(FILE));
    }

    /** 1 is the first row below the header; of several files each counts its own rows. */
    public static String select(FamilySpec spec, SourceTable table) {
        if (!areNumbered(spec)) {
            return "SELECT * FROM " + Sources.SOURCE;
        }
        String numbered = "SELECT *, row_number() OVER () AS %s FROM %s".formatted(identifier(COUNTED),
                Sources.SOURCE);
        return table.isOfSeveralFiles()
                ? "SELECT * REPLACE (%1$s - min(%1$s) OVER (PARTITION BY %2$s) + 1 AS %1$s) FROM (%3$s)".formatted(
                        identifier(COUNTED), identifier(Sources.FILE), numbered)
                : numbered;
    }
}
