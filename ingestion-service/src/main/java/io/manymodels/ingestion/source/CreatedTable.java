package io.manymodels.ingestion.source;

import io.manymodels.family.DeclaredType;
import io.manymodels.ingestion.plain.PlainCsv;
import io.manymodels.ingestion.sandbox.SqlText;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table as the sandbox has it.
 *
 * @param exact whether every value is sure to be what the source says: a reader in strict mode, or a typed source
 * @param rawTable name of the view with the values as text; empty where {@code exact}
 * @param typed columns of {@code rawTable} that are read as something else than text
 * @param rejects name of DuckDB's table of lines that it could not read; empty where it keeps none
 * @param remarks what was decided about its columns that the user may want to know
 * @param rows SQL of its rows in some of its files, for each file the same whatever the others are; null where it may not be, or there
 *        are no files
 * @param plain the one file that all its rows are in as they stand in it, where it may be written plainly; null elsewhere
 */
public record CreatedTable(String name, boolean exact, String rawTable, List<TypedColumn> typed, String rejects,
        List<String> remarks, @Nullable Function<List<Path>, String> rows, @Nullable PlainCsv plain) {

    public CreatedTable {
        typed = List.copyOf(typed);
        remarks = List.copyOf(remarks);
    }

    static CreatedTable exact(String name, List<String> remarks, @Nullable Function<List<Path>, String> rows) {
        return new CreatedTable(name, true, "", List.of(), "", remarks, rows, null);
    }

    CreatedTable with(@Nullable PlainCsv file) {
        return new CreatedTable(name, exact, rawTable, typed, rejects, remarks, rows, file);
    }

    /**
     * A column and how its texts are read.
     *
     * @param keepsKeys whether it is a key column whose type nobody declared: then 007 is not 7
     */
    public record TypedColumn(String name, TextReading reading, boolean keepsKeys) {

        /** SQL for the value, NULL where the text has none. */
        public String value() {
            return keepsKeys && reading.kind() == DeclaredType.Kind.INTEGER
                    ? TextColumns.integerKey(SqlText.identifier(name))
                    : reading.value(SqlText.identifier(name));
        }
    }
}
