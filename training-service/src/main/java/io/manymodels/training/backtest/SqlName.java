package io.manymodels.training.backtest;

import io.manymodels.sql.SqlIdentifier;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

/** Names of tables, views and columns of backtests, as they stand in SQL. */
final class SqlName {

    /** Postgres cuts longer identifiers off, silently. */
    private static final int MOST_BYTES = 63;

    private SqlName() {}

    /** A quoted identifier, shortened where Postgres would cut it off. */
    static String quoted(String name) {
        return SqlIdentifier.quote(fitting(name));
    }

    /** The name, shortened where Postgres would cut it off. */
    static String fitting(String name) {
        return fitting(name, MOST_BYTES);
    }

    /** A quoted text, for COMMENT and view definitions, which take no parameters. */
    static String literal(String text) {
        return "E'" + text.replace("\0", "").replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** The table of a backtest, in schema training. */
    static String table(UUID run) {
        return "backtest_" + run.toString().replace("-", "");
    }

    /** The view over the family's latest backtest, in schema reporting. */
    static String view(String family) {
        String suffix = "_backtests";
        return fitting(SqlIdentifier.ofFamily(family), MOST_BYTES - suffix.length()) + suffix;
    }

    /** The name itself, or where it is too long its beginning and a checksum of it, so that two names stay two. */
    private static String fitting(String name, int bytes) {
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
}
