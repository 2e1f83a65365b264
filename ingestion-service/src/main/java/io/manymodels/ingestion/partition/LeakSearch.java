package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds columns that alone tell the target of their row, which in the real world only happens when the column was made
 * from the target, or measured after it. Looks at a sample of rows spread over the file.
 */
final class LeakSearch {

    private static final int SAMPLE_ROWS = 250_000;
    private static final int LEAST_ROWS = 100;
    /** A sensor that few rows have could be right by chance. */
    private static final double LEAST_SHARE = 0.1;
    private static final double MOST_ERRORS = 0.005;
    /** The majority label must be wrong at least four times as often, or there is nothing to tell. */
    private static final double LEAST_MINORITY = 4 * MOST_ERRORS;
    private static final int MOST_CATEGORIES = 50;
    private static final double SAME = 0.9999;
    private static final String SAMPLE = "leak_sample";

    /** @param evidence what shows it, with the figure */
    record Leak(String column, String evidence, String advice) {}

    private final Sandbox sandbox;
    private final FamilySpec spec;
    private final Path file;
    private final long rows;
    private final String target;
    private final List<OutputColumn> candidates;

    LeakSearch(Sandbox sandbox, FamilySpec spec, List<OutputColumn> columns, Path file, long rows,
            List<String> constant) {
        this.sandbox = sandbox;
        this.spec = spec;
        this.file = file;
        this.rows = rows;
        this.target = DuckDbShuffle.withRole(columns, ColumnRole.TARGET).getFirst().quoted();
        this.candidates = columns.stream().filter(OutputColumn::isFurther)
                .filter(column -> column.declared() == null || column.is(ColumnRole.OBSERVED))
                .filter(column -> !constant.contains(column.name())).toList();
    }

    List<Leak> find() {
        if (candidates.isEmpty()) {
            return List.of();
        }
        sandbox.execute(
                "CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM %s WHERE file_row_number %% %d = 0 AND %s IS NOT NULL"
                        .formatted(SAMPLE, SortedFile.read(file), Math.max(1, rows / SAMPLE_ROWS), target));
        try {
            long labelled = sandbox.first("SELECT count(*) FROM " + SAMPLE, row -> row.integer(0)).orElse(0L);
            if (labelled < LEAST_ROWS) {
                return List.of();
            }
            return spec.task() == Task.CLASSIFICATION ? classification(labelled) : numbers(labelled);
        } finally {
            sandbox.execute("DROP TABLE " + SAMPLE);
        }
    }

    private List<Leak> numbers(long labelled) {
        List<OutputColumn> numeric = candidates.stream()
                .filter(column -> column.type() == ColumnType.DOUBLE || column.type() == ColumnType.INTEGER).toList();
        if (numeric.isEmpty()) {
            return List.of();
        }
        List<String> select = new ArrayList<>();
        for (OutputColumn column : numeric) {
            String finite = "isfinite(CAST(%s AS DOUBLE)) AND isfinite(CAST(%s AS DOUBLE))".formatted(column.quoted(),
                    target);
            select.add("corr(CAST(%s AS DOUBLE), CAST(%s AS DOUBLE)) FILTER (WHERE %s)".formatted(column.quoted(),
                    target, finite));
            select.add("count(%s)".formatted(column.quoted()));
        }
        return sandbox.first("SELECT %s FROM %s".formatted(String.join(", ", select), SAMPLE), row -> {
            List<Leak> leaks = new ArrayList<>();
            for (int i = 0; i < numeric.size(); i++) {
                double correlation = row.number(2 * i);
                long present = row.integer(2 * i + 1);
                if (Math.abs(correlation) > SAME && enough(present, labelled)) {
                    leaks.add(leak(numeric.get(i), "correlation with the target %.6f".formatted(correlation)));
                }
            }
            return leaks;
        }).orElse(List.of());
    }

    private List<Leak> classification(long labelled) {
        List<String> labels = sandbox.query("SELECT %1$s FROM %2$s GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3"
                .formatted(target, SAMPLE), row -> row.requiredText(0));
        List<Leak> leaks = new ArrayList<>();
        for (OutputColumn column : candidates) {
            Optional<Errors> errors = column.type() == ColumnType.TEXT || column.type() == ColumnType.BOOLEAN
                    || labels.size() != 2 ? category(column) : threshold(column, labels.getLast());
            errors.filter(e -> enough(e.rows(), labelled) && e.minority() >= LEAST_MINORITY * e.rows()
                    && e.wrong() <= MOST_ERRORS * e.rows())
                    .ifPresent(e -> leaks.add(leak(column, String.format(Locale.ROOT,
                            "alone it tells the label with %.2f %% errors, where the majority label has %.2f %%",
                            100.0 * e.wrong() / e.rows(), 100.0 * e.minority() / e.rows()))));
        }
        return leaks;
    }

    private static boolean enough(long present, long labelled) {
        return present >= LEAST_ROWS && present >= LEAST_SHARE * labelled;
    }

    /**
     * How often a rule on the column is wrong.
     *
     * @param minority rows that do not have the most frequent label
     */
    private record Errors(long wrong, long rows, long minority) {}

    /** The best of all rules "above v it is this label, else the other". */
    private Optional<Errors> threshold(OutputColumn column, String label) {
        return sandbox.first("""
                WITH by_value AS (
                  SELECT %1$s AS v, count(*) AS n, count_if(%2$s = %3$s) AS p FROM %4$s WHERE %1$s IS NOT NULL GROUP BY 1),
                below AS (
                  SELECT sum(n) OVER up_to AS n, sum(p) OVER up_to AS p, sum(n) OVER () AS all_n, sum(p) OVER () AS all_p
                  FROM by_value WINDOW up_to AS (ORDER BY v ROWS UNBOUNDED PRECEDING))
                SELECT CAST(min(least(p + (all_n - n) - (all_p - p), (n - p) + (all_p - p))) AS BIGINT),
                       CAST(max(all_n) AS BIGINT), CAST(max(least(all_p, all_n - all_p)) AS BIGINT)
                FROM below
                """.formatted(column.quoted(), target, SqlText.literal(label), SAMPLE),
                row -> new Errors(row.integer(0), row.integer(1), row.integer(2)));
    }

    /** The rule "each value has its own label", for columns of few values. */
    private Optional<Errors> category(OutputColumn column) {
        return sandbox.first("""
                WITH pairs AS (
                  SELECT %1$s AS v, %2$s AS label, count(*) AS n FROM %3$s WHERE %1$s IS NOT NULL GROUP BY 1, 2),
                by_value AS (SELECT v, max(n) AS most, sum(n) AS n FROM pairs GROUP BY 1),
                by_label AS (SELECT sum(n) AS n FROM pairs GROUP BY label)
                SELECT CAST(sum(n) - sum(most) AS BIGINT), CAST(sum(n) AS BIGINT),
                       CAST(sum(n) - (SELECT max(n) FROM by_label) AS BIGINT), count(*) FROM by_value
                """.formatted(column.quoted(), target, SAMPLE),
                row -> row.integer(3) > MOST_CATEGORIES
                        ? new Errors(1, 0, 0)
                        : new Errors(row.integer(0), row.integer(1), row.integer(2)))
                .filter(errors -> errors.rows() > 0);
    }

    private static Leak leak(OutputColumn column, String evidence) {
        return new Leak(column.name(), evidence,
                "[%s] tells the target: %s. It is left out. Maybe it is measured after the target; if it is truly known before, name it under columns.known"
                        .formatted(column.name(), evidence));
    }

}
