package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.source.TextReading;
import io.manymodels.rows.ColumnType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises whole numbers that are times: 20230228, 202312, 202053 (ISO weeks), 20234 (quarters), 2023022813 and
 * 202302281330 (hours and minutes of a day), and what is counted since 1970. As counters they would jump at every end of a
 * month, a year or a day.
 */
final class CompactTimes {

    private static final int SAMPLE_ROWS = 100_000;
    /** Of the values; the others are slips, which read as missing. */
    static final double MOST_VALID = 0.95;
    /** Seconds that people mean. */
    static final long EPOCH_1990 = 631_152_000;
    static final long EPOCH_2100 = 4_102_444_800L;
    private static final long YEAR_10000 = 253_402_300_799L;

    /** SQL for the time of a whole number in the column of that name; local times are of the zone, or UTC. */
    @FunctionalInterface
    private interface Sql {
        String of(String column, @Nullable ZoneId zone);
    }

    /**
     * A way to write a time as a whole number.
     *
     * @param step how often rows come where nobody says; null is inferred
     * @param least and {@code most}: the numbers that can be meant, of the years 1900 to 2100 in the calendar's forms
     */
    record Form(String name, ColumnType type, @Nullable TimeStep step, long least, long most, Sql sql) {

        /** SQL for the time of a whole number. */
        String expression(String column, @Nullable ZoneId zone) {
            return sql.of(column, zone);
        }
    }

    /**
     * What the numbers are.
     *
     * @param form that nearly all of them have; empty for a counter
     * @param doubtful whether they are of one year's first months or weeks, which a counter may be too
     */
    record Found(Optional<Form> form, boolean doubtful) {

        static final Found COUNTER = new Found(Optional.empty(), false);

        private static Found of(Form form) {
            return new Found(Optional.of(form), false);
        }
    }

    private static final Form DAY = date("days as YYYYMMDD", new TextReading(Kind.DATE, "%Y%m%d", null), null,
            19_000_101, 21_001_231);
    private static final Form MONTH = date("months as YYYYMM", new TextReading(Kind.DATE, "%Y%m", null),
            TimeStep.MONTH, 190_001, 210_053);
    private static final Form WEEK = date("ISO weeks as YYYYWW", new TextReading(Kind.ISO_WEEK, null, null),
            TimeStep.WEEK, 190_001, 210_053);
    private static final Form QUARTER = date("quarters as YYYYQ", new TextReading(Kind.QUARTER, null, null),
            TimeStep.QUARTER, 19_001, 21_004);
    private static final List<Form> CALENDAR = List.of(DAY, MONTH, WEEK, QUARTER,
            local("hours as YYYYMMDDHH", "%Y%m%d%H", 1_900_010_100L, 2_100_123_123L),
            local("minutes as YYYYMMDDHHMM", "%Y%m%d%H%M", 190_001_010_000L, 210_012_312_359L),
            local("seconds as YYYYMMDDHHMMSS", "%Y%m%d%H%M%S", 19_000_101_000_000L, 21_001_231_235_959L));
    private static final Form SECONDS = since1970("seconds", 1, "make_timestamp(%s * 1000000)");
    private static final List<Form> FINER = List.of(
            since1970("milliseconds", 1_000, "make_timestamp(%s * 1000)"),
            since1970("microseconds", 1_000_000, "make_timestamp(%s)"),
            since1970("nanoseconds", 1_000_000_000, "make_timestamp(%s // 1000)"));

    private CompactTimes() {}

    private static Form date(String name, TextReading reading, @Nullable TimeStep step, long least, long most) {
        return new Form(name, ColumnType.DATE, step, least, most,
                (column, _) -> reading.value("CAST(" + column + " AS VARCHAR)"));
    }

    private static Form local(String name, String format, long least, long most) {
        return new Form(name, ColumnType.TIMESTAMP, null, least, most,
                (column, zone) -> new TextReading(Kind.TIMESTAMP, format, zone)
                        .value("CAST(" + column + " AS VARCHAR)"));
    }

    private static Form since1970(String unit, long perSecond, String sql) {
        long limit = perSecond > Long.MAX_VALUE / YEAR_10000 ? Long.MAX_VALUE : perSecond * YEAR_10000;
        return new Form(unit + " since 1970", ColumnType.TIMESTAMP, null, perSecond * EPOCH_1990,
                perSecond * EPOCH_2100, (column, _) -> "CASE WHEN %1$s BETWEEN %2$d AND %3$d THEN %4$s END"
                        .formatted(column, -limit, limit, sql.formatted("CAST(" + column + " AS BIGINT)")));
    }

    /**
     * What a column's first values are.
     *
     * @param unit that the spec declares: it tells months from weeks
     */
    static Found find(Sandbox sandbox, String relation, String column, @Nullable TimeStep unit) {
        String t = identifier(column);
        List<String> select = new ArrayList<>(List.of("count(t)", "count(DISTINCT t)", "min(t)", "max(t)",
                "count_if((t - least) % 60 <> 0)", "count(DISTINCT t // 100)", "count(DISTINCT t // 10)"));
        CALENDAR.forEach(form -> select.add("count(CASE WHEN t BETWEEN %d AND %d THEN %s END)".formatted(form.least,
                form.most, form.expression("t", null))));
        return sandbox.first("""
                SELECT %s FROM (SELECT t, min(t) OVER () AS least FROM (SELECT CAST(%s AS BIGINT) AS t FROM %s LIMIT %d))
                """.formatted(String.join(", ", select), t, relation, SAMPLE_ROWS), row -> {
            long values = row.integer(0);
            long different = row.integer(1);
            if (values == 0 || different < 2) {
                return Found.COUNTER;
            }
            if (row.integer(2) >= SECONDS.least && row.integer(3) <= SECONDS.most && row.integer(4) == 0) {
                return Found.of(SECONDS);
            }
            for (Form form : FINER) {
                if (row.integer(2) >= form.least && row.integer(3) <= form.most) {
                    return Found.of(form);
                }
            }
            boolean[] valid = new boolean[CALENDAR.size()];
            for (int i = 0; i < valid.length; i++) {
                valid[i] = row.integer(7 + i) >= MOST_VALID * values;
            }
            return calendar(valid, unit, row.integer(5) > 1, row.integer(6) > 1);
        }).orElse(Found.COUNTER);
    }

    private static Found calendar(boolean[] valid, @Nullable TimeStep unit, boolean years,
            boolean yearsOfQuarters) {
        if (valid[1] && unit != TimeStep.WEEK && (years || unit == TimeStep.MONTH)) {
            return Found.of(MONTH);
        }
        if (valid[2] && (unit == TimeStep.WEEK || unit == null && years)) {
            return Found.of(WEEK);
        }
        if (valid[3] && (unit == TimeStep.QUARTER || unit == null && yearsOfQuarters)) {
            return Found.of(QUARTER);
        }
        for (int i = 0; i < valid.length; i++) {
            boolean byUnit = i >= 1 && i <= 3;
            if (valid[i] && !byUnit) {
                return Found.of(CALENDAR.get(i));
            }
        }
        return unit == null && (valid[1] || valid[2]) ? new Found(Optional.empty(), true) : Found.COUNTER;
    }
}
