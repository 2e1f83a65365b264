package io.manymodels.realtime.predict;

import io.manymodels.key.PartitionKey;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.Column;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the key of each row, typed as the family's key columns are. */
final class KeyReader {

    private KeyReader() {}

    /** Throws INVALID {@code rows-invalid} naming every key column that is missing or of the wrong type, by row. */
    static List<Row> read(ServedFamily family, List<Map<String, @Nullable Object>> rows) {
        List<Row> read = new ArrayList<>(rows.size());
        List<Detail> problems = new ArrayList<>();
        List<String> names = family.spec().key();
        for (int i = 0; i < rows.size(); i++) {
            List<Object> values = new ArrayList<>(names.size());
            for (String name : names) {
                Object value = rows.get(i).get(name);
                String path = "rows[%d].%s".formatted(i, name);
                if (value == null) {
                    problems.add(new Detail(path,
                            "Key column [%s] is missing. Maybe every row needs %s".formatted(name, names)));
                    continue;
                }
                Column column = family.schema().column(family.schema().indexOf(name));
                try {
                    values.add(typed(column, value));
                } catch (IllegalArgumentException | DateTimeException e) {
                    problems.add(new Detail(path, "Value [%s] of key column [%s] is not of type [%s]".formatted(value,
                            name, column.type().wire())));
                }
            }
            if (values.size() == names.size()) {
                PartitionKey key = new PartitionKey(names, values);
                read.add(new Row(key, key.canonical(), rows.get(i)));
            }
        }
        if (!problems.isEmpty()) {
            throw invalid(family, problems);
        }
        return read;
    }

    static ManyModelsException invalid(ServedFamily family, List<Detail> problems) {
        return ManyModelsException.invalid("rows-invalid",
                "%d values of the request do not fit family [%s], the first: %s: %s".formatted(problems.size(),
                        family.spec().family(), problems.getFirst().path(), problems.getFirst().message()),
                problems);
    }

    private static Object typed(Column column, Object value) {
        return switch (column.type()) {
            case INTEGER -> switch (value) {
                case Integer number -> (Object) number;
                case Long number -> number;
                case Number number when number.doubleValue() == Math.rint(number.doubleValue()) -> number.longValue();
                case String text -> Long.valueOf(text.strip());
                default -> throw new IllegalArgumentException("not whole");
            };
            case DOUBLE -> switch (value) {
                case Number number -> (Object) number.doubleValue();
                case String text -> Double.valueOf(text.strip());
                default -> throw new IllegalArgumentException("not a number");
            };
            case BOOLEAN -> switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
                case "true" -> (Object) true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("not a boolean");
            };
            case DATE -> LocalDate.parse(value.toString().strip()).toString();
            case TEXT, TIMESTAMP -> switch (value) {
                case String text -> (Object) text;
                case Number number -> number.toString();
                case Boolean truth -> truth.toString();
                default -> throw new IllegalArgumentException("not a text");
            };
        };
    }
}
