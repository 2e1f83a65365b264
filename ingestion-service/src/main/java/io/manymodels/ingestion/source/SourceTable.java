package io.manymodels.ingestion.source;

import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.problem.ManyModelsException;
import java.nio.file.Path;
import java.util.List;

/**
 * One table of a family's source, found but not yet read. To add a source of another kind, add a record here and its case
 * in {@link Sources}.
 */
public sealed interface SourceTable permits CsvTable, TypedFileTable, QueryTable {

    /** Of the beginning of a table, by which the types of columns are decided where they are. */
    int BEGINNING_ROWS = 20_480;

    /** A bound on rows that is none. */
    long ALL_ROWS = Long.MAX_VALUE;

    /** The name in the transform's SQL. */
    String name();

    /** What an error message calls it. */
    String location();

    /** The files that it reads. */
    List<Path> inputs();

    /** Whether its values are texts whose types have to be found out. */
    default boolean mayBeInexact() {
        return this instanceof CsvTable;
    }

    /** Whether a row is found again by its number and its file, not by its number alone. */
    default boolean isOfSeveralFiles() {
        return inputs().size() > 1 || !inputs().isEmpty() && LandingFolder.isGlob(location());
    }

    /** Whether its rows bring the name of their file along, as {@link Sources#FILE}. */
    default boolean namesFiles(SourceHints hints) {
        return hints.numbered() && name().equals(Sources.SOURCE) && isOfSeveralFiles();
    }

    /** What the sandbox said about the table, as a problem that names it. */
    default ManyModelsException unreadable(ManyModelsException e) {
        return TypedFileTable.unreadable(location(), e);
    }

    /**
     * Makes it a table or view of the sandbox.
     *
     * @param hints what is known about its columns
     * @param strict true takes the file at its word and fails later on a value that does not fit; false reads such values
     *        as missing and counts them
     */
    CreatedTable create(Sandbox sandbox, SourceHints hints, boolean strict);
}
