package io.manymodels.ingestion.source;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.ingestion.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A column of a text file and the type that nearly all of its values have.
 *
 * @param values how many are not missing
 * @param fitting how many of those are of the type
 */
record CsvColumn(String name, String type, long values, long fitting) {

    /** A value in a hundred may be bad, or one in twenty rows, before a column counts as text. */
    private static final double MOST_BAD = 0.01;
    private static final int ONE_BAD_IN = 20;
    /** A hundredth of all keys may well be named 12A beside 12; a few rows among ten thousands are slips. */
    private static final double MOST_BAD_KEYS = 0.0001;
    private static final int COUNTS = 4;

    boolean isText() {
        return type.equals("VARCHAR");
    }

    boolean isInteger() {
        return type.equals("BIGINT");
    }

    boolean isEmpty() {
        return values == 0;
    }

    boolean fitsAll() {
        return fitting == values;
    }

    /** Finds the types of columns in one pass, and in a second one over those columns that do not hold numbers. */
    static List<CsvColumn> count(Sandbox sandbox, String relation, List<String> columns,
            Set<String> keyColumns) {
        List<CsvColumn> numbers = counted(sandbox, relation, columns, CsvColumn::numberCounts,
                (name, counts) -> number(name, counts, keyColumns.contains(name)));
        List<String> others = numbers.stream().filter(column -> column.isText() && !column.isEmpty())
                .map(CsvColumn::name).toList();
        if (others.isEmpty()) {
            return numbers;
        }
        List<CsvColumn> further = counted(sandbox, relation, others, CsvColumn::timeCounts,
                (name, counts) -> time(name, counts, keyColumns.contains(name)));
        return numbers.stream().map(column -> others.contains(column.name())
                ? further.get(others.indexOf(column.name()))
                : column).toList();
    }

    private static List<CsvColumn> counted(Sandbox sandbox, String relation, List<String> columns,
            Function<String, List<String>> counts, BiFunction<String, long[], CsvColumn> decision) {
        String select = columns.stream().flatMap(column -> counts.apply(identifier(column)).stream())
                .collect(Collectors.joining(", "));
        return sandbox.first("SELECT %s FROM (%s)".formatted(select, relation), row -> {
            List<CsvColumn> decided = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                long[] counted = new long[COUNTS];
                for (int c = 0; c < COUNTS; c++) {
                    counted[c] = row.integer(i * COUNTS + c);
                }
                decided.add(decision.apply(columns.get(i), counted));
            }
            return decided;
        }).orElseThrow();
    }

    private static List<String> numberCounts(String value) {
        return List.of("count(%s)".formatted(value), "count(TRY_CAST(trim(%s) AS DOUBLE))".formatted(value),
                "count_if(regexp_full_match(trim(%s), '[+-]?(0|[1-9][0-9]{0,17})'))".formatted(value),
                "count_if(%1$s LIKE '0_%%' AND substr(%1$s, 2, 1) BETWEEN '0' AND '9')".formatted(value));
    }

    private static CsvColumn number(String name, long[] counts, boolean key) {
        long values = counts[0];
        long bad = mostBad(values, key);
        // 007 is an identifier; as a number it would lose its zeros.
        if (values > 0 && counts[1] >= values - bad && counts[3] <= bad) {
            return counts[2] == counts[1]
                    ? new CsvColumn(name, "BIGINT", values, counts[2])
                    : new CsvColumn(name, "DOUBLE", values, counts[1]);
        }
        return new CsvColumn(name, "VARCHAR", values, values);
    }

    private static List<String> timeCounts(String value) {
        return List.of("count(%s)".formatted(value),
                "count_if(regexp_full_match(trim(%1$s), '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') AND TRY_CAST(trim(%1$s) AS DATE) IS NOT NULL)"
                        .formatted(value),
                "count(TRY_CAST(trim(%s) AS TIMESTAMP))".formatted(value),
                "count_if(lower(%s) IN ('true', 'false'))".formatted(value));
    }

    private static CsvColumn time(String name, long[] counts, boolean key) {
        long values = counts[0];
        long enough = values - mostBad(values, key);
        if (counts[1] >= enough && counts[1] == counts[2]) {
            return new CsvColumn(name, "DATE", values, counts[1]);
        }
        if (counts[2] >= enough) {
            return new CsvColumn(name, "TIMESTAMP", values, counts[2]);
        }
        return new CsvColumn(name, counts[3] == values ? "BOOLEAN" : "VARCHAR", values, values);
    }

    private static long mostBad(long values, boolean key) {
        return Math.max((long) (values * (key ? MOST_BAD_KEYS : MOST_BAD)), values >= ONE_BAD_IN ? 1 : 0);
    }
}
