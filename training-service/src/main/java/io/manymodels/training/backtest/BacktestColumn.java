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
                "timestamp with time zone");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        /** The type's name in Postgres. */
        String sql() {
            return sql;
        }

        /** SQL for a key's value from its text; times of keys are in UTC. */
        String parsed(String text) {
            return switch (this) {
                case TIMESTAMP -> "CAST(%s AS timestamp) AT TIME ZONE 'UTC'".formatted(text);
                case BIGINT, DOUBLE, BOOLEAN, TEXT, DATE -> "CAST(%s AS %s)".formatted(text, sql);
            };
        }

        /** SQL for what REST shows: instants as the family's predictions have them. */
        String shown(String value) {
            return switch (this) {
                case TIMESTAMP ->
                    "regexp_replace(to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '(\\.000000|000)$', '') || 'Z'"
                            .formatted(value);
                case BIGINT, DOUBLE, BOOLEAN, TEXT, DATE -> value;
            };
        }

        /** The same for CSV, where truth values are words. */
        String written(String value) {
            return this == BOOLEAN ? value + "::text" : shown(value);
        }
    }
}
