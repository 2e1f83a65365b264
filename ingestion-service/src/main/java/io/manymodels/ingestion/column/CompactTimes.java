package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.source.TextReading;
import io.manymodels.rows.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises whole numbers that are dates: 20230228, 202312, 202053 (ISO weeks), 20234 (quarters), seconds and milliseconds
 * since 1970. As counters they would jump at every end of a month, a year or a day.
 */
final class CompactTimes {

    private static final int SAMPLE_ROWS = 100_000;
    /** Of the values; the others are slips, which read as missing. */
    private static final double MOST_VALID = 0.95;
    private static final long EPOCH_1990 = 631_152_000;
    private static final long EPOCH_2100 = 4_102_444_800L;

    /**
     * A way to write a time as a whole number.
     *
     * @param reading of the number's text
     * @param step how often rows come where nobody says; null is inferred
     * @param least and {@code most}: the numbers that can be meant, of the years 1900 to 2100 in the calendar's forms
     */
    record Form(String name, TextReading reading, @Nullable TimeStep step, long least, long most) {

        ColumnType type() {
            return reading.kind() == Kind.EPOCH_SECONDS || reading.kind() == Kind.EPOCH_MILLISECONDS
                    ? ColumnType.TIMESTAMP
                    : ColumnType.DATE;
        }

        /** SQL for the time of a whole number. */
        String expression(String column) {
            return reading.value("CAST(" + column + " AS VARCHAR)");
        }
    }

    private static final Form DAY = new Form("days as YYYYMMDD", new TextReading(Kind.DATE, "%Y%m%d", null), null,
            19_000_101, 21_001_231);
    private static final Form MONTH = new Form("months as YYYYMM", new TextReading(Kind.DATE, "%Y%m", null),
            TimeStep.MONTH, 190_001, 210_053);
    private static final Form WEEK = new Form("ISO weeks as YYYYWW", new TextReading(Kind.ISO_WEEK, null, null),
            TimeStep.WEEK, 190_001, 210_053);
    private static final Form QUARTER = new Form("quarters as YYYYQ", new TextReading(Kind.QUARTER, null, null),
            TimeStep.QUARTER, 19_001, 21_004);
    private static final Form SECONDS = new Form("seconds since 1970", new TextReading(Kind.EPOCH_SECONDS, null, null),
            null, EPOCH_1990, EPOCH_2100);
    private static final Form MILLISECONDS = new Form("milliseconds since 1970",
            new TextReading(Kind.EPOCH_MILLISECONDS, null, null), null, 1000 * EPOCH_1990, 1000 * EPOCH_2100);
    private static final List<Form> CALENDAR = List.of(DAY, MONTH, WEEK, QUARTER);

    private CompactTimes() {}

    /**
     * The form that nearly all of a column's first values have; empty for a counter.
     *
     * @param unit that the spec declares: it tells months from weeks
     */
    static Optional<Form> find(Sandbox sandbox, String relation, String column, @Nullable TimeStep unit) {
        String t = identifier(column);
        List<String> select = new ArrayList<>(List.of("count(t)", "count(DISTINCT t)", "min(t)", "max(t)",
                "count_if((t - least) % 60 <> 0)", "count(DISTINCT t // 100)", "count(DISTINCT t // 10)"));
        CALENDAR.forEach(form -> select.add("count(CASE WHEN t BETWEEN %d AND %d THEN %s END)".formatted(form.least,
                form.most, form.expression("t"))));
        return sandbox.first("""
                SELECT %s FROM (SELECT t, min(t) OVER () AS least FROM (SELECT CAST(%s AS BIGINT) AS t FROM %s LIMIT %d))
                """.formatted(String.join(", ", select), t, relation, SAMPLE_ROWS), row -> {
            long values = row.integer(0);
            long different = row.integer(1);
            if (values == 0 || different < 2) {
                return Optional.<Form>empty();
            }
            if (row.integer(2) >= SECONDS.least && row.integer(3) <= SECONDS.most && row.integer(4) == 0) {
                return Optional.of(SECONDS);
            }
            if (row.integer(2) >= MILLISECONDS.least && row.integer(3) <= MILLISECONDS.most) {
                return Optional.of(MILLISECONDS);
            }
            boolean[] valid = new boolean[CALENDAR.size()];
            for (int i = 0; i < valid.length; i++) {
                valid[i] = row.integer(7 + i) >= MOST_VALID * values;
            }
            return calendar(valid, unit, row.integer(5) > 1, row.integer(6) > 1);
        }).orElse(Optional.empty());
    }

    private static Optional<Form> calendar(boolean[] valid, @Nullable TimeStep unit, boolean years,
            boolean yearsOfQuarters) {
        if (valid[0]) {
            return Optional.of(DAY);
        }
        if (valid[1] && unit != TimeStep.WEEK && (years || unit == TimeStep.MONTH)) {
            return Optional.of(MONTH);
        }
        if (valid[2] && (unit == TimeStep.WEEK || unit == null && years)) {
            return Optional.of(WEEK);
        }
        return valid[3] && (unit == TimeStep.QUARTER || unit == null && yearsOfQuarters)
                ? Optional.of(QUARTER)
                : Optional.empty();
    }
}
