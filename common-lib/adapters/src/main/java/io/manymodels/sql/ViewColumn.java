package io.manymodels.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a view.
 *
 * @param expression what it shows, in SQL
 * @param type of PostgreSQL, as {@code format_type} spells it
 */
public record ViewColumn(String name, String expression, String type, String comment) {

    /**
     * Statements that make a view, in place where there is one with columns of these names and types.
     *
     * @param view quoted, with its schema
     * @param from the rest of the query, from FROM on
     */
    public static String statements(String view, List<ViewColumn> columns, String from, String comment) {
        String list = columns.stream()
                .map(column -> column.expression() + " AS " + SqlIdentifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        StringBuilder statements = new StringBuilder("CREATE OR REPLACE VIEW %s AS SELECT %s %s;\n".formatted(view,
                list, from));
        statements.append("COMMENT ON VIEW ").append(view).append(" IS ").append(SqlIdentifier.literal(comment))
                .append(";\n");
        for (ViewColumn column : columns) {
            statements.append("COMMENT ON COLUMN ").append(view).append('.')
                    .append(SqlIdentifier.quote(column.name())).append(" IS ")
                    .append(SqlIdentifier.literal(column.comment())).append(";\n");
        }
        return statements.toString();
    }
}
