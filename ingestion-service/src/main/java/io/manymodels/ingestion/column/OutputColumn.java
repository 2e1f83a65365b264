package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.TimeStep;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A column of the sorted file.
 *
 * @param expression SQL that makes its value from the prepared relation
 * @param declared the role that the spec gives it; null where it is to be inferred
 * @param step how often rows come, where the form of a time column tells it; null elsewhere
 */
public record OutputColumn(String name, ColumnType type, String expression, @Nullable ColumnRole declared,
        @Nullable TimeStep step) {

    OutputColumn(String name, ColumnType type, String expression, @Nullable ColumnRole declared) {
        this(name, type, expression, declared, null);
    }

    public boolean is(ColumnRole role) {
        return declared == role;
    }

    /** A column that is neither key, time, target nor the row's identity. */
    public boolean isFurther() {
        return declared != ColumnRole.KEY && declared != ColumnRole.TIME && declared != ColumnRole.TARGET
                && declared != ColumnRole.ID;
    }

    /** Whether its value is that of the relation's column of its name, if that is of its type already. */
    public boolean isAsItComes() {
        return expression.equals(ColumnPlan.expression(quoted(), type));
    }

    public String quoted() {
        return identifier(name);
    }

    /** SQL for the time ordinal of this column, as {@code TimeAxis} defines it. */
    public String ordinal() {
        return switch (type) {
            case DATE -> "CAST(" + quoted() + " - DATE '1970-01-01' AS BIGINT)";
            case TIMESTAMP -> "epoch_us(" + quoted() + ")";
            default -> quoted();
        };
    }

    /** SQL for its value in a key or tag: integers, numbers, booleans and texts, dates as ISO text. */
    public String tagValue(String value) {
        return tagValue(type, value);
    }

    /** The same for the value of a column of any type; a timestamp has its fraction of a second where it has one. */
    public static String tagValue(ColumnType type, String value) {
        return switch (type) {
            case DATE -> "CAST(" + value + " AS VARCHAR)";
            case TIMESTAMP ->
                "CASE WHEN epoch_us(%1$s) %% 1000000 = 0 THEN strftime(%1$s, '%%Y-%%m-%%dT%%H:%%M:%%S') ELSE strftime(%1$s, '%%Y-%%m-%%dT%%H:%%M:%%S.%%f') END"
                        .formatted(value);
            case INTEGER, DOUBLE, BOOLEAN, TEXT -> value;
        };
    }
}
