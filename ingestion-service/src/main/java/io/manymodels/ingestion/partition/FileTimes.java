package io.manymodels.ingestion.partition;

import io.manymodels.family.Calendar;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.column.ColumnPlan;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.holiday.PublicHolidays;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.Holidays;
import io.manymodels.rows.OpenDays;
import io.manymodels.rows.TimeAxis;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the times of a sorted file lie: how often rows come, and on which days. */
final class FileTimes {

    /** Rows that tell how often rows come. */
    private static final int SAMPLE = 200_000;
    private static final int MOST_DAYS = 100_000;
    /** Up to this share of its rows may lie on a day of the week by mistake. */
    private static final double SLIPS = 0.005;
    private static final long LONGEST_GAP = 60;
    private static final int YEARS_AHEAD = 10;
    private static final int EARLIEST_YEAR = 1950;
    private static final int LATEST_YEAR = 2100;

    private final Sandbox sandbox;
    private final FamilySpec.Time declared;
    private final OutputColumn column;
    private final Path file;
    private final @Nullable String holidays;
    private final List<String> remarks = new ArrayList<>();

    /** @param holidays of which place they are known; null for none */
    FileTimes(Sandbox sandbox, FamilySpec.Time declared, OutputColumn column, Path file, @Nullable String holidays) {
        this.holidays = holidays;
        this.sandbox = sandbox;
        this.declared = declared;
        this.column = column;
        this.file = file;
    }

    /** Decisions that the user may want to know. */
    List<String> remarks() {
        return remarks;
    }

    TimeAxis axis() {
        TimeStep unit = declared.unit() != null && (column.type() == ColumnType.INTEGER || column.step() != null)
                ? declared.unit()
                : declared.frequency() != null ? declared.frequency() : column.step();
        long[] times = sandbox
                .query("SELECT %s FROM %s WHERE file_row_number < %d AND %s IS NOT NULL ORDER BY file_row_number"
                        .formatted(column.ordinal(), SortedFile.read(file), SAMPLE, column.quoted()),
                        row -> row.integer(0))
                .stream().mapToLong(Long::longValue).toArray();
        TimeAxis.Kind kind = switch (column.type()) {
            case DATE -> TimeAxis.Kind.DATE;
            case TIMESTAMP -> TimeAxis.Kind.TIMESTAMP;
            case INTEGER, DOUBLE, BOOLEAN, TEXT -> TimeAxis.Kind.INTEGER;
        };
        TimeAxis axis = TimeAxis.infer(kind, unit, declared.epoch(), times).in(declared.zone());
        TimeAxis open = onOpenDays(axis).map(axis::on).orElse(axis);
        return ofPlace(open).map(open::with).orElse(open);
    }

    /** The holidays of all years that rows lie in, and of those that may be forecast. */
    private Optional<Holidays> ofPlace(TimeAxis axis) {
        if (holidays == null) {
            return Optional.empty();
        }
        if (!axis.isWithinDays()) {
            remarks.add("calendar.holidays: [%s] says nothing of rows that come by %s. Maybe leave it out".formatted(
                    holidays, axis.unit() == null ? "number" : "[" + axis.unit().wire() + "]"));
            return Optional.empty();
        }
        return sandbox.first("SELECT min(%1$s), max(%1$s) FROM %2$s WHERE %3$s IS NOT NULL".formatted(column.ordinal(),
                SortedFile.read(file), column.quoted()), row -> new Long[] {row.integerOrNull(0), row.integerOrNull(1)})
                .filter(ends -> ends[0] != null && ends[1] != null)
                .flatMap(ends -> PublicHolidays.of(holidays, year(axis, ends[0]) - 1,
                        year(axis, ends[1]) + YEARS_AHEAD));
    }

    /** The year of a time; a slip to another age is none that anyone forecasts. */
    private static int year(TimeAxis axis, long ordinal) {
        LocalDate date = axis.date(ordinal);
        return Math.clamp(date == null ? EARLIEST_YEAR : date.getYear(), EARLIEST_YEAR, LATEST_YEAR);
    }

    private Optional<OpenDays> onOpenDays(TimeAxis axis) {
        return switch (declared.calendar()) {
            case Calendar.EveryStep _ -> Optional.empty();
            case Calendar.Weekdays weekdays -> {
                checked(axis, weekdays);
                strangers(rows(time -> !weekdays.days().contains(weekday(axis, time))));
                yield Optional.of(OpenDays.of(weekdays.days()));
            }
            case Calendar.Dates dates -> {
                checked(axis, dates);
                Set<LocalDate> days = Set.copyOf(dates.days());
                strangers(rows(time -> !days.contains(LocalDate.ofEpochDay(day(axis, time)))));
                yield Optional.of(OpenDays.of(dates.days().stream().mapToLong(LocalDate::toEpochDay).toArray()));
            }
            case Calendar.OfRows rows -> {
                checked(axis, rows);
                long[] days = withoutLeap(axis.days(ordinals(rowsByTime())));
                yield days.length < 2 ? Optional.empty() : Optional.of(OpenDays.of(days));
            }
            case null -> axis.isOfDays() ? inferred(axis) : Optional.empty();
        };
    }

    /** Days are for times that have days. */
    private void checked(TimeAxis axis, Calendar calendar) {
        if (axis.kind() == TimeAxis.Kind.INTEGER || axis.unit() == TimeStep.HOUR || axis.unit() == TimeStep.MINUTE) {
            throw ManyModelsException.invalid(ColumnPlan.UNFIT,
                    "time.calendar: %s does not fit [%s], whose rows come by %s. Maybe leave it out".formatted(
                            calendar.texts(), column.name(),
                            axis.unit() == null ? "number" : "[" + axis.unit().wire() + "]"));
        }
    }

    private long rows(LongPredicate which) {
        return rowsByTime().entrySet().stream().filter(time -> which.test(time.getKey()))
                .mapToLong(Map.Entry::getValue).sum();
    }

    private void strangers(long rows) {
        if (rows > 0) {
            remarks.add(
                    "time.calendar: [%d] rows lie on days that it does not name, and count as on the open day before. Maybe add the days, or leave out the rows in the transform"
                            .formatted(rows));
        }
    }

    private Optional<OpenDays> inferred(TimeAxis axis) {
        Map<Long, Long> rows = rowsByTime();
        if (rows.size() > MOST_DAYS) {
            return Optional.empty();
        }
        Map<DayOfWeek, Long> byWeekday = new HashMap<>();
        rows.forEach((time, count) -> byWeekday.merge(weekday(axis, time), count, Long::sum));
        double slips = SLIPS * rows.values().stream().mapToLong(Long::longValue).sum();
        long[] regular = ordinals(rows, time -> byWeekday.getOrDefault(weekday(axis, time), 0L) > slips);
        Optional<OpenDays.Weekly> week = axis.weekly(regular);
        week.ifPresent(days -> remarks.add(
                "time [%1$s] has rows on [%2$s] alone, so a step leads from one of these days to the next. Maybe time: {column: %1$s, calendar: every-step} where others are missing"
                        .formatted(column.name(), days)));
        return week.map(days -> days);
    }

    private static DayOfWeek weekday(TimeAxis axis, long time) {
        return LocalDate.ofEpochDay(day(axis, time)).getDayOfWeek();
    }

    private static long day(TimeAxis axis, long time) {
        return axis.days(new long[] {time})[0];
    }

    private Map<Long, Long> rowsByTime() {
        return sandbox.query(
                "SELECT %1$s, \"many-models rows\" FROM (SELECT %2$s, count(*) AS \"many-models rows\" FROM %3$s WHERE %2$s IS NOT NULL GROUP BY %2$s LIMIT %4$d)"
                        .formatted(column.ordinal(), column.quoted(), SortedFile.read(file), MOST_DAYS + 1),
                row -> Map.entry(row.integer(0), row.integer(1))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long[] ordinals(Map<Long, Long> rows) {
        return ordinals(rows, _ -> true);
    }

    private static long[] ordinals(Map<Long, Long> rows, LongPredicate which) {
        return rows.keySet().stream().mapToLong(Long::longValue).filter(which).sorted().toArray();
    }

    /** What lies far behind all other days at the end is a slip, and no open day. */
    private static long[] withoutLeap(long[] days) {
        int end = days.length;
        while (end > 2
                && days[end - 1] - days[end - 2] > Math.max(LONGEST_GAP, 20 * (days[end / 2] - days[end / 2 - 1]))) {
            end--;
        }
        return Arrays.copyOf(days, end);
    }
}
