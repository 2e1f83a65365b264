package io.manymodels.ingestion.source;

import io.manymodels.ingestion.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The rows of a query on a configured database, streamed into a table of the sandbox. */
record QueryTable(String name, JdbcConnection connection, String connectionName, String query) implements SourceTable {

    @Override
    public String location() {
        return "jdbc connection " + connectionName;
    }

    @Override
    public List<Path> inputs() {
        return List.of();
    }

    @Override
    public CreatedTable create(Sandbox sandbox, Set<String> keyColumns, boolean strict) {
        new JdbcSourceRepository(connectionName, connection).load(query, sandbox, name);
        return CreatedTable.exact(name);
    }
}
