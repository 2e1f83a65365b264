package io.manymodels.ingestion.source;

import java.util.List;

/**
 * A table as the sandbox has it.
 *
 * @param exact whether every value is sure to be what the source says: a reader in strict mode, or a typed source
 * @param rawTable name of the view with the values as text; empty where {@code exact}
 * @param typed columns of {@code rawTable} that are read as something else than text
 * @param rejects name of DuckDB's table of lines that it could not read; empty where it keeps none
 */
public record CreatedTable(String name, boolean exact, String rawTable, List<TypedColumn> typed, String rejects) {

    public CreatedTable {
        typed = List.copyOf(typed);
    }

    static CreatedTable exact(String name) {
        return new CreatedTable(name, true, "", List.of(), "");
    }

    /** @param type DuckDB's name */
    public record TypedColumn(String name, String type) {}
}
