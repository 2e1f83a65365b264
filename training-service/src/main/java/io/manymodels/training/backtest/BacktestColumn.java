package io.manymodels.training.backtest;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * A column of a backtest.
 *
 * @param name in the table of the run, where a column of the family gives way to ours
 * @param shown in views, files and answers, where it keeps its name and ours give way
 * @param comment what it holds, for readers of the reporting view
 */
record BacktestColumn(String name, String shown, Type type, String comment) {

    @JsonCreator
    BacktestColumn(String name, @Nullable String shown, Type type, String comment) {
        this.name = name;
        // Columns that older builds stored do not have it.
        this.shown = shown == null ? name : shown;
        this.type = type;
        this.comment = comment;
    }

    BacktestColumn(String name, Type type, String comment) {
        this(name, name, type, comment);
    }

    BacktestColumn shownAs(String other) {
        return new BacktestColumn(name, other, type, comment);
    }

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
