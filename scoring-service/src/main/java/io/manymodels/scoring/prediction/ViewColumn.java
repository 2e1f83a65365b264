package io.manymodels.scoring.prediction;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.sql.SqlIdentifier;

/**
 * A column of a view.
 *
 * @param expression what it shows, in SQL
 * @param type of PostgreSQL, as {@code format_type} spells it
 */
record ViewColumn(String name, String expression, String type, String comment) {

    /** A column of a table under its own name. */
    static ViewColumn of(PredictionColumn column) {
        return new ViewColumn(column.name(), SqlIdentifier.quote(column.name()), column.kind().sqlType(),
                column.comment());
    }

    /** SQL for a typed value out of a JSON object; instants of keys are in UTC. */
    static String ofJson(String object, String field, ColumnKind kind) {
        String text = "(" + object + " ->> " + SqlIdentifier.literal(field) + ")";
        return kind == ColumnKind.TIMESTAMP ? text + "::timestamp AT TIME ZONE 'UTC'" : text + "::" + kind.sqlType();
    }
}
