package io.manymodels.sql;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32;

/** Names of tables, views and columns that come from a family spec, on their way into SQL. */
public final class SqlIdentifier {

    private static final int LONGEST_BYTES = 63;
    /** Columns that every table of PostgreSQL has, so that none may be called so. */
    private static final Set<String> OF_POSTGRESQL = Set.of("tableoid", "ctid", "xmin", "xmax", "cmin", "cmax");

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

    /**
     * The name, shortened where PostgreSQL would cut it off: its beginning and a checksum of it all, so that two names stay
     * two.
     *
     * @param bytes that it may take, at most {@value #LONGEST_BYTES}
     */
    public static String fitting(String name, int bytes) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= bytes) {
            return name;
        }
        CRC32 checksum = new CRC32();
        checksum.update(utf8);
        String tail = "_" + HexFormat.of().toHexDigits((int) checksum.getValue());
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length + tail.length() > bytes) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + tail;
    }

    /** The name, shortened to what a column, table or view may be called. */
    public static String fitting(String name) {
        return fitting(name, LONGEST_BYTES);
    }

    /**
     * What a family's own column is called in a table that has columns of ours: as in the source, with underscores behind
     * it where it would be taken for one of ours or of PostgreSQL's. Tools that read such tables do not tell capitals apart,
     * so neither does this.
     */
    public static String beside(Collection<String> ours, String own) {
        String name = fitting(own);
        while (OF_POSTGRESQL.contains(name) || ours.stream().anyMatch(name::equalsIgnoreCase)) {
            name = fitting(name + "_");
        }
        return name;
    }

    /** A text as a constant in statements that take no parameters. */
    public static String literal(String text) {
        return "E'" + text.replace("\0", "").replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** What a family is called in SQL: hyphens become underscores. */
    public static String ofFamily(String family) {
        return family.replace('-', '_');
    }
}
