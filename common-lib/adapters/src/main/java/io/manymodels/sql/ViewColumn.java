package io.manymodels.sql;

import io.manymodels.family.OurColumns;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column of a view.
 *
 * @param expression what it shows, in SQL
 * @param type of PostgreSQL, as {@code format_type} spells it
 */
public record ViewColumn(String name, String expression, String type, String comment) {

    /** The columns of a family and ours behind them, which give way as {@link OurColumns} says. */
    public static List<ViewColumn> beside(List<ViewColumn> family, List<ViewColumn> ours) {
        OurColumns names = new OurColumns(family.stream().map(ViewColumn::name).toList());
        return Stream.concat(family.stream(), ours.stream().map(column -> new ViewColumn(names.called(column.name()),
                column.expression(), column.type(), column.comment()))).toList();
    }

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
