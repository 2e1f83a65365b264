package io.manymodels.training.backtest;

/**
 * A column of a backtest.
 *
 * @param comment what it holds, for readers of the reporting view
 */
record BacktestColumn(String name, Type type, String comment) {

    /** Column types. */
    enum Type {
        BIGINT("bigint"), DOUBLE("double precision"), BOOLEAN("boolean"), TEXT("text"), DATE("date"), TIMESTAMP(
                "timestamp");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        /** The type's name in Postgres. */
        String sql() {
            return sql;
        }
    }
}
