package io.manymodels.ingestion.inspection;

import io.manymodels.family.FamilySpec;
import io.manymodels.rows.Column;
import java.util.List;
import java.util.Objects;

/**
 * A column as it would be stored.
 *
 * @param why it has that role, and how to change it
 */
record InspectedColumn(String name, String type, String role, String why) {

    static InspectedColumn of(Column column, FamilySpec spec) {
        return new InspectedColumn(column.name(), column.type().wire(), column.role().wire(), why(column, spec));
    }

    private static String why(Column column, FamilySpec spec) {
        FamilySpec.Columns columns = spec.columns();
        String name = column.name();
        return switch (column.role()) {
            case KEY -> "key names it";
            case TIME -> "time names it";
            case TARGET -> "target names it";
            case KNOWN -> "columns.known names it";
            case STATIC -> columns.statics().contains(name)
                    ? "columns.static names it"
                    : "has one value a key. Maybe columns.known: %s where later rows have others"
                            .formatted(List.of(name));
            case OBSERVED -> columns.observed().contains(name)
                    ? "columns.observed names it"
                    : spec.forecast() == null
                            ? "a feature, because no list of columns names it"
                            : "its past alone is used, because no list of columns names it. Maybe columns.known: %s where future rows have it"
                                    .formatted(List.of(name));
            case IGNORED -> Objects.requireNonNullElse(column.advice(), "columns.ignored names it");
            case ID -> columns.id().contains(name)
                    ? "columns.id names it"
                    : "numbers the rows, which nothing else tells apart. Maybe columns.id";
        };
    }
}
