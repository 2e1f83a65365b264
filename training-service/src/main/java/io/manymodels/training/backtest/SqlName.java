package io.manymodels.training.backtest;

import io.manymodels.sql.SqlIdentifier;

import java.util.UUID;

/** Names of tables, views and columns of backtests, as they stand in SQL. */
final class SqlName {

    /** Postgres cuts longer identifiers off, silently. */
    private static final int MOST_BYTES = 63;

    private SqlName() {}

    /** A quoted identifier, shortened where Postgres would cut it off. */
    static String quoted(String name) {
        return SqlIdentifier.quote(SqlIdentifier.fitting(name));
    }

    /** The table of a backtest, in schema training. */
    static String table(UUID run) {
        return "backtest_" + run.toString().replace("-", "");
    }

    /** The view over the family's latest backtest, in schema reporting. */
    static String view(String family) {
        return view(family, "_backtests");
    }

    /** The view of its errors beside it. */
    static String errors(String family) {
        return view(family, "_errors");
    }

    private static String view(String family, String suffix) {
        return SqlIdentifier.fitting(SqlIdentifier.ofFamily(family), MOST_BYTES - suffix.length()) + suffix;
    }
}
