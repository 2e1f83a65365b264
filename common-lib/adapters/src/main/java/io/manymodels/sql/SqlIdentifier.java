package io.manymodels.sql;

import java.nio.charset.StandardCharsets;

/** Names of tables, views and columns that come from a family spec, on their way into SQL. */
public final class SqlIdentifier {

    private static final int LONGEST_BYTES = 63;

    private SqlIdentifier() {}

    /** The name in double quotes. Refuses names that PostgreSQL would cut or cannot hold. */
    public static String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new IllegalArgumentException(
                    "[%s] cannot name a column or table. Maybe use 1 to %d bytes".formatted(name, LONGEST_BYTES));
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What a family is called in SQL: hyphens become underscores. */
    public static String ofFamily(String family) {
        return family.replace('-', '_');
    }
}
