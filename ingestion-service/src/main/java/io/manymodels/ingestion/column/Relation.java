package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SqlText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows that are about to be sorted, and what {@link ColumnPlan} asks about them. */
public record Relation(Sandbox sandbox, String name) {

    /** Days of spreadsheets that people mean: of 1964 to 2078. */
    static final int SPREADSHEET_1964 = 23_377;
    static final int SPREADSHEET_2078 = 65_380;
    /** Of the beginning, by which times are recognised. */
    static final int SAMPLE_ROWS = 20_000;

    /** Fewer numbers than these are dates by chance. */
    private static final int LEAST_DATES = 8;
    private static final List<DatesAsNumbers> DATES_AS_NUMBERS = List.of(new DatesAsNumbers("%y%m%d", 6),
            new DatesAsNumbers("%Y%j", 7), new DatesAsNumbers("%d%m%Y", 8), new DatesAsNumbers("%m%d%Y", 8),
            new DatesAsNumbers("%m%Y", 6), new DatesAsNumbers("%y%m", 4));

    /** @param digits with the zero that a number loses in front */
    private record DatesAsNumbers(String format, int digits) {}

    List<SandboxColumn> columns() {
        return sandbox.columns(name);
    }

    /** Whether no row has a value: there are none, or the lines are blank. */
    public boolean isBlank() {
        String valued = columns().stream().map(column -> "trim(CAST(%s AS VARCHAR)) <> ''".formatted(
                identifier(column.name()))).collect(Collectors.joining(" OR "));
        return sandbox.first("SELECT 1 FROM %s WHERE %s LIMIT 1".formatted(identifier(name), valued), row -> 1)
                .isEmpty();
    }

    /** Whether every value of a number is whole and fits 64 bits. */
    boolean isWhole(String column) {
        return sandbox.first(
                "SELECT count(*) FROM %2$s WHERE %1$s IS NOT NULL AND (TRY_CAST(%1$s AS BIGINT) IS NULL OR TRY_CAST(%1$s AS BIGINT) <> %1$s)"
                        .formatted(identifier(column), identifier(name)),
                row -> row.integer(0)).orElse(0L) == 0;
    }

    /** The calendar form of whole numbers that are times, or that they are counters. */
    CompactTimes.Found compactTime(String column, @Nullable TimeStep unit) {
        return CompactTimes.find(sandbox, identifier(name), column, unit);
    }

    /** Whether a number is larger than that, positive or negative. */
    boolean isBeyond(String column, long limit) {
        return sandbox.first("SELECT max(abs(%s)) > %d FROM %s".formatted(identifier(column), limit,
                identifier(name)), row -> row.flag(0)).orElse(false);
    }

    /** Words of {@code columns.types} that read the times of a column, the best ones first. */
    public List<String> timeTypes(String column) {
        return TimeTypes.fitting(sandbox, identifier(name), column);
    }

    /** A value as text; null where there is none. */
    @Nullable
    String example(String column) {
        return sandbox.first("SELECT min(CAST(%1$s AS VARCHAR)) FROM (SELECT %1$s FROM %2$s LIMIT %3$d)".formatted(
                identifier(column), identifier(name), SAMPLE_ROWS), row -> Optional.ofNullable(row.text(0)))
                .flatMap(value -> value).orElse(null);
    }

    /** Whether whole numbers look like days of a spreadsheet: different ones, all of years that people mean. */
    boolean mayBeSpreadsheetDays(String column) {
        return sandbox.first(
                "SELECT min(%1$s) >= %3$d AND max(%1$s) <= %4$d AND max(%1$s) > min(%1$s) FROM (SELECT %1$s FROM %2$s LIMIT %5$d)"
                        .formatted(identifier(column), identifier(name), SPREADSHEET_1964, SPREADSHEET_2078,
                                SAMPLE_ROWS),
                row -> row.flag(0)).orElse(false);
    }

    /**
     * The format by which whole numbers may be dates, where they come at different distances and leave out most of what lies between
     * them, as dates do at the end of each month or year; empty for other numbers.
     */
    Optional<String> datesWithGaps(String column) {
        String fitting = DATES_AS_NUMBERS.stream()
                .map(form -> "count_if(year(try_strptime(lpad(CAST(t AS VARCHAR), %d, '0'), %s)) BETWEEN 1900 AND 2100)"
                        .formatted(form.digits(), SqlText.literal(form.format())))
                .collect(Collectors.joining(", "));
        return sandbox.first(
                """
                SELECT count(t), max(t) - min(t) + 1, count(DISTINCT distance), %s
                FROM (SELECT t, t - lag(t) OVER (ORDER BY t) AS distance
                      FROM (SELECT DISTINCT CAST(%s AS BIGINT) AS t FROM (SELECT * FROM %s LIMIT %d)))
                """.formatted(fitting, identifier(column), identifier(name), SAMPLE_ROWS),
                row -> {
                    long numbers = row.integer(0);
                    return numbers < LEAST_DATES || row.integer(1) < 2 * numbers || row.integer(2) < 2
                            ? Optional.<String>empty()
                            : IntStream.range(0, DATES_AS_NUMBERS.size())
                                    .filter(i -> row.integer(3 + i) >= CompactTimes.MOST_VALID * numbers)
                                    .mapToObj(i -> DATES_AS_NUMBERS.get(i).format()).findFirst();
                }).flatMap(format -> format);
    }
}
