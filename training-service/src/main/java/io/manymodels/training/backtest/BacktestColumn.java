package io.manymodels.training.backtest;

import java.util.Locale;

/**
 * A column of a backtest's table.
 *
 * @param comment what it holds, for readers of the reporting view
 */
record BacktestColumn(String name, Type type, String comment) {

    /** Column types, in the names that both Postgres and the catalogue's JSON know. */
    enum Type {
        BIGINT("bigint"), DOUBLE("double precision"), BOOLEAN("boolean"), TEXT("text"), DATE("date"),
        TIMESTAMP("timestamp");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    static BacktestColumn of(String name, Type type, String comment, Object... arguments) {
        return new BacktestColumn(name, type, comment.formatted(Locale.ROOT, arguments));
    }
}
