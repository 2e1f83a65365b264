package io.manymodels.scoring.prediction;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.scoring.parquet.ColumnKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values that key columns must have, typed as the columns are.
 *
 * @param values key column to a value that JDBC takes
 */
record PredictionFilter(Map<PredictionColumn, Object> values) {

    PredictionFilter {
        values = new LinkedHashMap<>(values);
    }

    /** Reads query parameters. Throws MALFORMED {@code filter-unknown} or {@code filter-malformed}. */
    static PredictionFilter of(PredictionSchema schema, Map<String, String> parameters) {
        return of(schema.key(), "key column", parameters);
    }

    /** The same of groups of keys. */
    static PredictionFilter of(GroupColumns groups, Map<String, String> parameters) {
        return of(groups.columns(), "column of groups", parameters);
    }

    private static PredictionFilter of(List<PredictionColumn> known, String kind, Map<String, String> parameters) {
        Map<PredictionColumn, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, text) -> {
            Optional<PredictionColumn> column = known.stream()
                    .filter(each -> each.shown().equals(name)).findFirst();
            if (column.isEmpty()) {
                throw ManyModelsException.malformed("filter-unknown",
                        "Parameter [%s] is no %s. Maybe one of %s, or limit and cursor".formatted(name, kind,
                                known.stream().map(PredictionColumn::shown).toList()));
            }
            values.put(column.get(), value(column.get(), text));
        });
        return new PredictionFilter(values);
    }

    /** The value of a column from its text, as JDBC takes it. Throws MALFORMED {@code filter-malformed}. */
    static Object value(PredictionColumn column, String text) {
        try {
            return switch (column.kind()) {
                case INTEGER -> (Object) Long.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> truth(text);
                case TEXT, JSON -> text;
                case DATE -> LocalDate.parse(text);
                case TIMESTAMP -> time(text);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "filter-malformed",
                    "Value [%s] of parameter [%s] is not of type [%s]. Maybe %s".formatted(text, column.shown(),
                            column.kind().sqlType(), example(column.kind())),
                    e);
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** As keys show it, in UTC, or with an offset. */
    private static OffsetDateTime time(String text) {
        TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from,
                LocalDateTime::from);
        return time instanceof LocalDateTime local ? local.atOffset(ZoneOffset.UTC) : OffsetDateTime.from(time);
    }

    private static String example(ColumnKind kind) {
        return switch (kind) {
            case INTEGER -> "7";
            case DOUBLE -> "7.5";
            case BOOLEAN -> "true";
            case TEXT, JSON -> "north";
            case DATE -> "2026-11-24";
            case TIMESTAMP -> "2026-11-24T12:00:00Z";
        };
    }
}
