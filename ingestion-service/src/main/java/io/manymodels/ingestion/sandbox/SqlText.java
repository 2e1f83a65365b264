package io.manymodels.ingestion.sandbox;

/** Names and texts on their way into DuckDB's SQL. */
public final class SqlText {

    private SqlText() {}

    /** A name in double quotes. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in single quotes. */
    public static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
