package io.manymodels.ingestion.source;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds how the columns of text files are read: as the spec declares, as the snapshot before had them, or by what nearly
 * all of their values are. One pass counts numbers, a second one looks at the columns that do not hold numbers alone.
 */
final class TextColumns {

    /** A value in a hundred may be bad, or one in twenty rows, before a column counts as text. */
    private static final double MOST_BAD = 0.01;
    private static final int ONE_BAD_IN = 20;
    /** What the snapshot before had stays, as long as this share fits. */
    private static final double STILL = 0.5;

    /** What people write where there is nothing: no category, however often. */
    private static final String NO_VALUE = "'-', '--', '?', '.', 'n.a.', '#n/a', '#nv', 'none', 'missing', 'unknown', 'nil'";

    /** Where the counts of {@link DecimalMarks} begin among those of a column that does not hold numbers alone. */
    private static final int MARKS = 14;

    private final Sandbox sandbox;
    private final String relation;
    private final SourceHints hints;

    private TextColumns(Sandbox sandbox, String relation, SourceHints hints) {
        this.sandbox = sandbox;
        this.relation = relation;
        this.hints = hints;
    }

    /** @param relation a SELECT of these columns as texts */
    static List<TextColumn> find(Sandbox sandbox, String relation, List<String> columns, SourceHints hints) {
        return new TextColumns(sandbox, relation, hints).find(columns);
    }

    private List<TextColumn> find(List<String> columns) {
        Map<String, TextColumn> decided = new LinkedHashMap<>();
        columns.forEach(column -> decided.put(column, new TextColumn(column, TextReading.TEXT, 0, 0, null)));
        counted(columns.stream().filter(this::isWished).toList(), this::wishedCounts, this::wished)
                .forEach(column -> decided.put(column.name(), column));
        List<String> open = columns.stream().filter(column -> !isWished(column)).toList();
        counted(open, TextColumns::numberCounts, this::number).forEach(column -> decided.put(column.name(), column));
        List<String> unclear = decided.values().stream().filter(column -> !isWished(column.name()) && isUnclear(column))
                .map(TextColumn::name).toList();
        counted(unclear, TextColumns::otherCounts, this::other).forEach(column -> decided.put(column.name(), column));
        return asBefore(thousands(List.copyOf(decided.values())));
    }

    /** The spec's word counts, and a key stays of the type that it had. */
    private boolean isWished(String column) {
        return hints.reading(column).isPresent() || hints.isKey(column) && hints.earlier().containsKey(column);
    }

    /** One stray value changes no type between two nights: what was read as a number or time before still is. */
    private List<TextColumn> asBefore(List<TextColumn> columns) {
        List<String> changed = columns.stream().filter(column -> isChanged(column)).map(TextColumn::name).toList();
        Map<String, TextColumn> kept = new LinkedHashMap<>();
        columns.forEach(column -> kept.put(column.name(), column));
        counted(changed, this::earlierCounts, this::earlier).stream()
                .filter(column -> column.fitting() >= STILL * column.values())
                .forEach(column -> kept.put(column.name(), column));
        return List.copyOf(kept.values());
    }

    private boolean isChanged(TextColumn column) {
        TextReading before = hints.earlier().get(column.name());
        return before != null && !isWished(column.name()) && !before.type().equals(column.reading().type())
                && (column.reading().isText() || before.isText()
                        || before.kind() == Kind.NUMBER && column.reading().kind() == Kind.INTEGER);
    }

    private List<String> earlierCounts(String column) {
        String value = identifier(column);
        return List.of("count(%s)".formatted(value), "count(%s)".formatted(wish(column).value(value)));
    }

    private TextColumn earlier(String column, Counts counts) {
        return new TextColumn(column, wish(column), counts.get(0), counts.get(1), null);
    }

    private boolean isUnclear(TextColumn column) {
        return column.reading().isText() && !column.isEmpty() && !hints.isKey(column.name());
    }

    private List<TextColumn> counted(List<String> columns, Function<String, List<String>> counts,
            BiFunction<String, Counts, TextColumn> decision) {
        if (columns.isEmpty()) {
            return List.of();
        }
        List<List<String>> perColumn = columns.stream().map(counts).toList();
        String select = perColumn.stream().flatMap(List::stream).collect(Collectors.joining(", "));
        return sandbox.first("SELECT %s FROM (%s)".formatted(select, relation), row -> {
            List<TextColumn> decided = new ArrayList<>();
            int at = 0;
            for (int i = 0; i < columns.size(); i++) {
                decided.add(decision.apply(columns.get(i), new Counts(row, at)));
                at += perColumn.get(i).size();
            }
            return decided;
        }).orElseThrow();
    }

    /** The counts of one column in a row of many. */
    private record Counts(SandboxRow row, int first) {
        long get(int index) {
            return row.integer(first + index);
        }

        String text(int index) {
            return String.valueOf(row.text(first + index));
        }
    }

    private TextReading wish(String column) {
        return hints.reading(column).orElseGet(() -> hints.earlier().getOrDefault(column, TextReading.TEXT));
    }

    private List<String> wishedCounts(String column) {
        String value = identifier(column);
        return List.of("count(%s)".formatted(value), "count(%s)".formatted(keyed(column, wish(column), value)));
    }

    private TextColumn wished(String column, Counts counts) {
        return new TextColumn(column, wish(column), counts.get(0), counts.get(1), null);
    }

    /** A key that was a whole number stays the same key as 7.0, but 007 may be another one: the spec has to say so. */
    private String keyed(String column, TextReading reading, String value) {
        boolean undeclared = hints.isKey(column) && hints.reading(column).isEmpty();
        return undeclared && reading.kind() == Kind.INTEGER ? integerKey(value) : reading.value(value);
    }

    static String integerKey(String value) {
        return "CASE WHEN regexp_full_match(%1$s, '(0|-?[1-9][0-9]*)([.]0+)?') THEN TRY_CAST(regexp_replace(%1$s, '[.]0+$', '') AS BIGINT) END"
                .formatted(value);
    }

    private static List<String> numberCounts(String column) {
        String value = identifier(column);
        return List.of("count(%s)".formatted(value), "count(TRY_CAST(trim(%s) AS DOUBLE))".formatted(value),
                "count_if(regexp_full_match(trim(%1$s), '[+-]?(0|[1-9][0-9]*)') AND TRY_CAST(trim(%1$s) AS BIGINT) IS NOT NULL)"
                        .formatted(value),
                "count_if(%1$s LIKE '0_%%' AND substr(%1$s, 2, 1) BETWEEN '0' AND '9')".formatted(value),
                "count_if(CAST(TRY_CAST(%1$s AS BIGINT) AS VARCHAR) = %1$s)".formatted(value),
                "count_if(regexp_full_match(trim(%1$s), '[+-]?[0-9]{16,}') AND TRY_CAST(trim(%1$s) AS BIGINT) IS NULL)"
                        .formatted(value),
                "min(CASE WHEN CAST(TRY_CAST(%1$s AS BIGINT) AS VARCHAR) IS DISTINCT FROM %1$s AND %1$s NOT IN (%2$s) THEN %1$s END)"
                        .formatted(value, CsvTable.WORDS),
                "count_if(%s IN (%s))".formatted(value, CsvTable.WORDS),
                "min(CASE WHEN %1$s IN (%2$s) THEN %1$s END)".formatted(value, CsvTable.WORDS));
    }

    private TextColumn number(String column, Counts counts) {
        long values = counts.get(0);
        if (hints.isKey(column)) {
            return key(column, values, counts.get(4), counts.get(7), counts.text(8), counts.text(6));
        }
        // 007 is an identifier; as a number it would lose its zeros. So are twenty digits, which no number here holds.
        if (values > 0 && counts.get(1) >= values - mostBad(values) && counts.get(3) <= mostBad(values)
                && counts.get(5) == 0) {
            boolean whole = counts.get(2) == counts.get(1);
            // With texts among them the second pass decides whether they are dirt.
            boolean pure = counts.get(1) == values || hints.targets().contains(column);
            TextReading reading = whole ? TextReading.INTEGER : TextReading.NUMBER;
            return pure
                    ? new TextColumn(column, reading, values, counts.get(1), null)
                    : new TextColumn(column, TextReading.TEXT, values, counts.get(1), null);
        }
        return new TextColumn(column, TextReading.TEXT, values, values, null);
    }

    /**
     * Whole numbers only where every value is one as it is written; else different texts stay different keys. NA among whole
     * numbers is a key that is missing, among texts it is one of them.
     */
    private static TextColumn key(String column, long values, long canonical, long missing, String word,
            String other) {
        if (canonical == values - missing && canonical > 0) {
            return new TextColumn(column, TextReading.INTEGER, values, canonical, null);
        }
        if (missing > 0) {
            return new TextColumn(column, TextReading.TEXT, values, values,
                    "key [%1$s] is [%2$s] in [%3$d] rows, which is taken as it is written. Maybe nullif(%1$s, '%2$s') AS %1$s in the transform where it means that there is none"
                            .formatted(column, word, missing));
        }
        boolean nearly = canonical > values / 2;
        return new TextColumn(column, TextReading.TEXT, values, values, !nearly
                ? null
                : "key [%s] is text, because [%d] of its [%d] values are no whole numbers of 64 bits as they are written, for example [%s]. Maybe columns.types: {%s: integer} where they are"
                        .formatted(column, values - canonical, values, other, column));
    }

    private static List<String> otherCounts(String column) {
        String value = identifier(column);
        List<String> counts = new ArrayList<>(List.of("count(%s)".formatted(value),
                "count_if(regexp_full_match(trim(%1$s), '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') AND TRY_CAST(trim(%1$s) AS DATE) IS NOT NULL)"
                        .formatted(value),
                "count(%s)".formatted(TextReading.finite("TRY_CAST(trim(%s) AS TIMESTAMP)".formatted(value))),
                "count_if(lower(%s) IN ('true', 'false'))".formatted(value)));
        String number = "TRY_CAST(trim(%s) AS DOUBLE)".formatted(value);
        String text = "CASE WHEN %1$s IS NULL AND lower(trim(%2$s)) NOT IN (%3$s) THEN %2$s END".formatted(number,
                value,
                NO_VALUE);
        counts.addAll(List.of("count(%s)".formatted(number), "count(DISTINCT %s)".formatted(number),
                "count(DISTINCT %s)".formatted(text), "max(length(%s))".formatted(text),
                "count_if(%1$s <> trunc(%1$s))".formatted(number),
                "count_if(%1$s LIKE '0_%%' AND substr(%1$s, 2, 1) BETWEEN '0' AND '9')".formatted(value),
                "min(%s)".formatted(text),
                "count_if(regexp_full_match(trim(%1$s), '[+-]?[0-9]{16,}') AND TRY_CAST(trim(%1$s) AS BIGINT) IS NULL)"
                        .formatted(value),
                "count_if(regexp_full_match(trim(%1$s), '[+-]?(0|[1-9][0-9]*)') AND TRY_CAST(trim(%1$s) AS BIGINT) IS NOT NULL)"
                        .formatted(value),
                "count(%s)".formatted(text)));
        counts.addAll(DecimalMarks.counts(value));
        return counts;
    }

    private TextColumn other(String column, Counts counts) {
        long values = counts.get(0);
        long enough = values - mostBad(values);
        if (counts.get(1) >= enough && counts.get(1) == counts.get(2)) {
            return new TextColumn(column, TextReading.of(Kind.DATE), values, counts.get(1), null);
        }
        if (counts.get(2) >= enough) {
            return new TextColumn(column, new TextReading(Kind.TIMESTAMP, null, hints.zone()), values, counts.get(2),
                    null);
        }
        if (counts.get(3) == values) {
            return new TextColumn(column, TextReading.of(Kind.BOOLEAN), values, values, null);
        }
        // 01.10 is an identifier like 007: another one than 1.1.
        DecimalMarks marks = DecimalMarks.of(place -> counts.get(MARKS + place),
                place -> counts.text(MARKS + place));
        TextColumn decimal = counts.get(9) > mostBad(values)
                ? null
                : marks.decide(column, values, enough, counts.get(8) > 0);
        return decimal != null ? decimal : mixed(column, counts, values, enough);
    }

    /** Numbers and texts: few, short texts that come again and again are a category; a scattering of unlike ones is dirt. */
    private TextColumn mixed(String column, Counts counts, long values, long enough) {
        long numbers = counts.get(4);
        if (numbers < enough || counts.get(9) > mostBad(values) || counts.get(11) > 0) {
            return new TextColumn(column, TextReading.TEXT, values, values, null);
        }
        if (!hints.targets().contains(column) && counts.get(8) == 0
                && TextColumn.isCode(counts.get(13), counts.get(6), counts.get(7), numbers, counts.get(5))) {
            return new TextColumn(column, TextReading.TEXT, values, values,
                    "[%1$s] is a category, because texts like [%2$s] come again and again among its few numbers. Maybe columns.types: {%1$s: number} where they are mistakes"
                            .formatted(column, counts.text(10)));
        }
        TextReading reading = counts.get(12) == numbers ? TextReading.INTEGER : TextReading.NUMBER;
        return new TextColumn(column, reading, values, numbers, null);
    }

    /** A number with dots may have them between thousands. */
    private List<TextColumn> thousands(List<TextColumn> columns) {
        boolean commas = columns.stream().anyMatch(column -> column.reading().kind() == Kind.DECIMAL_COMMA);
        List<String> numbers = columns.stream()
                .filter(column -> column.reading().kind() == Kind.NUMBER && !isWished(column.name()))
                .map(TextColumn::name).toList();
        Map<String, TextColumn> dotted = new LinkedHashMap<>();
        columns.forEach(column -> dotted.put(column.name(), column));
        counted(numbers, column -> DecimalMarks.dots(identifier(column), commas),
                (column, counts) -> DecimalMarks.dotted(Objects.requireNonNull(dotted.get(column)), commas,
                        counts::get))
                .forEach(column -> dotted.put(column.name(), column));
        return List.copyOf(dotted.values());
    }

    private static long mostBad(long values) {
        return Math.max((long) (values * MOST_BAD), values >= ONE_BAD_IN ? 1 : 0);
    }
}
