package io.manymodels.ingestion.source;

import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SqlText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a query on a configured database, streamed into a table of the sandbox.
 *
 * @param mostRows the first of them
 */
record QueryTable(String name, JdbcConnection connection, String connectionName, String query, long mostRows,
        JdbcDrivers drivers)
        implements
            SourceTable {

    @Override
    public String location() {
        return "jdbc connection " + connectionName;
    }

    @Override
    public List<Path> inputs() {
        return List.of();
    }

    @Override
    public CreatedTable create(Sandbox sandbox, SourceHints hints, boolean strict) {
        String loaded = name + "_loaded";
        List<String> digits = new JdbcSourceRepository(connectionName, connection, drivers).load(query, mostRows,
                sandbox,
                loaded);
        String numbers = digits.stream().filter(column -> hints.reading(column).isEmpty())
                .map(column -> number(sandbox, loaded, column, hints) + " AS " + SqlText.identifier(column))
                .collect(Collectors.joining(", "));
        return TypedFileTable.declared(sandbox, name, "SELECT * %s FROM %s".formatted(
                numbers.isEmpty() ? "" : "REPLACE (" + numbers + ")", SqlText.identifier(loaded)), hints, List.of());
    }

    /** A key keeps its digits: whole numbers of 64 bits where all are, else texts. Anything else is a number. */
    private static String number(Sandbox sandbox, String table, String column, SourceHints hints) {
        String value = SqlText.identifier(column);
        if (!hints.isKey(column)) {
            return "TRY_CAST(%s AS DOUBLE)".formatted(value);
        }
        String whole = TextReading.INTEGER.value(value);
        boolean allWhole = sandbox.first("SELECT count(%s) = count(%s) FROM %s".formatted(value, whole,
                SqlText.identifier(table)), row -> row.flag(0)).orElse(false);
        return allWhole ? whole : value;
    }
}
