package io.manymodels.realtime.predict;

import io.manymodels.key.PartitionKey;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.Column;
import io.manymodels.rows.PartitionRows;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the key of each row, typed as the family's key columns are; a key is never changed to make it fit. */
final class KeyReader {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");

    private KeyReader() {}

    /** The rows of one key. */
    record Keyed(PartitionKey key, List<Integer> rows) {}

    /**
     * The rows without a problem so far by the canonical text of their key. What is wrong with a key column becomes a problem
     * of its row.
     */
    static Map<String, Keyed> read(ServedFamily family, RequestRows rows, RowProblems problems) {
        Map<String, Keyed> byKey = new LinkedHashMap<>();
        List<String> names = family.spec().key();
        for (int row = 0; row < rows.size(); row++) {
            List<Object> values = new ArrayList<>(names.size());
            for (String name : names) {
                Cells cells = rows.columns().get(name);
                Object value = cells == null ? null : cells.at(row);
                Object typed = value == null ? null : typed(family, name, value);
                if (typed != null) {
                    values.add(typed);
                } else {
                    problems.add(problem(family, row, name, value));
                }
            }
            if (values.size() == names.size() && !problems.has(row)) {
                PartitionKey key = new PartitionKey(names, values);
                byKey.computeIfAbsent(key.canonical(), _ -> new Keyed(key, new ArrayList<>(1))).rows().add(row);
            }
        }
        return byKey;
    }

    private static RowProblem problem(ServedFamily family, int row, String name, @Nullable Object value) {
        return value == null
                ? RowProblem.invalid(row, name, "key-missing",
                        "Key column [%s] is missing. Maybe every row needs %s".formatted(name, family.spec().key()))
                : RowProblem.invalid(row, name, "key-malformed",
                        "Value [%s] of key column [%s] is not of type [%s]. Maybe write it as the family's data has it"
                                .formatted(value, name, column(family, name).type().wire()));
    }

    private static Column column(ServedFamily family, String name) {
        return family.schema().column(family.schema().indexOf(name));
    }

    /** Null where the value is not of the column's type. */
    private static @Nullable Object typed(ServedFamily family, String name, Object value) {
        try {
            return switch (column(family, name).type()) {
                case INTEGER -> switch (value) {
                    case Long number -> (Object) number;
                    // Exactly: neither 2^64 + 2 nor 1e30 nor 2.5 is a key that the family has.
                    case Number number -> new BigDecimal(number.toString()).longValueExact();
                    case String text when WHOLE.matcher(text.strip()).matches() -> Long.parseLong(text.strip());
                    default -> null;
                };
                case DOUBLE -> switch (value) {
                    case Number number -> finite(number.doubleValue());
                    case String text -> PartitionRows.number(column(family, name), text);
                    default -> null;
                };
                case BOOLEAN -> switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
                    case "true" -> (Object) true;
                    case "false" -> false;
                    default -> null;
                };
                case DATE -> LocalDate.parse(value.toString().strip()).toString();
                case TEXT, TIMESTAMP -> switch (value) {
                    case String text -> storable(text) ? text : null;
                    case Boolean truth -> truth.toString();
                    // As text 1.1 and 1.10 are two keys, as numbers they are one.
                    case Double _ -> null;
                    default -> value.toString();
                };
            };
        } catch (NumberFormatException | ArithmeticException | DateTimeException | ManyModelsException _) {
            return null;
        }
    }

    private static @Nullable Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }

    /** Whether a database can hold the text: no NUL, and no half of a character. */
    private static boolean storable(String text) {
        return text.chars().noneMatch(c -> c == 0) && text.codePoints().noneMatch(
                point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
