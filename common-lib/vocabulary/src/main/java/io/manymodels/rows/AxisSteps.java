package io.manymodels.rows;

import static io.manymodels.rows.TimeAxis.MICROS_PER_DAY;
import static io.manymodels.rows.TimeAxis.MICROS_PER_SECOND;

import io.manymodels.family.TimeStep;
import io.manymodels.rows.TimeAxis.Kind;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Objects;

/** Where the units of an axis lie among its ordinals, and back. */
final class AxisSteps {

    /** Clocks are set by less, so that a day of 23 hours is a day. */
    private static final long LARGEST_SHIFT = 3 * 3600 * 1_000_000L;

    private AxisSteps() {}

    /** Where rows lie within their units, as text. */
    static String phase(TimeAxis axis) {
        TimeStep unit = axis.unit();
        long anchor = axis.anchor();
        if (axis.kind() == Kind.INTEGER || unit == null) {
            return String.valueOf(Math.floorMod(anchor, (long) axis.step()));
        }
        return switch (unit) {
            case MINUTE, HOUR, DAY, WEEK -> String.valueOf(Math.floorMod(anchor, axis.step() * units(axis, unit)));
            case MONTH, QUARTER, YEAR -> {
                LocalDate start = Objects.requireNonNull(axis.date(anchor));
                int month = unit == TimeStep.QUARTER ? (start.getMonthValue() - 1) % 3 : start.getMonthValue();
                boolean last = start.getDayOfMonth() == start.lengthOfMonth();
                yield "%d %s %s %d".formatted(Math.floorMod(position(axis, anchor), (long) axis.step()),
                        unit == TimeStep.MONTH ? "" : month, last ? "end" : start.getDayOfMonth(),
                        axis.kind() == Kind.DATE ? 0 : Math.floorMod(anchor, MICROS_PER_DAY));
            }
        };
    }

    /** Ordinals of a unit of fixed length. */
    private static long units(TimeAxis axis, TimeStep fixed) {
        long day = axis.kind() == Kind.DATE ? 1 : MICROS_PER_DAY;
        return switch (fixed) {
            case MINUTE -> 60 * MICROS_PER_SECOND;
            case HOUR -> 3600 * MICROS_PER_SECOND;
            case WEEK -> 7 * day;
            case DAY, MONTH, QUARTER, YEAR -> day;
        };
    }

    private static long months(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        return date.getYear() * 12L + date.getMonthValue() - 1;
    }

    /** Whether {@link #position} of an ordinal is the ordinal itself: integers, and days that are all open. */
    static boolean areOrdinals(TimeAxis axis) {
        return axis.kind() == Kind.INTEGER
                || (axis.kind() == Kind.DATE && axis.unit() == TimeStep.DAY && axis.open() == null);
    }

    /** Units since a fixed origin. */
    static long position(TimeAxis axis, long ordinal) {
        TimeStep unit = axis.unit();
        long anchor = axis.anchor();
        if (axis.kind() == Kind.INTEGER || unit == null) {
            return ordinal;
        }
        OpenDays open = axis.open();
        if (open != null) {
            return open.position(axis.kind() == Kind.DATE
                    ? ordinal
                    : axis.localDay(anchor) + Math.floorDiv(ordinal - anchor + LARGEST_SHIFT, MICROS_PER_DAY));
        }
        if (axis.kind() == Kind.TIMESTAMP) {
            switch (unit) {
                case MINUTE -> {
                    return Math.floorDiv(ordinal - anchor, 60 * MICROS_PER_SECOND);
                }
                case HOUR -> {
                    return Math.floorDiv(ordinal - anchor, 3600 * MICROS_PER_SECOND);
                }
                case DAY -> {
                    return Math.floorDiv(ordinal - anchor + LARGEST_SHIFT, MICROS_PER_DAY);
                }
                case WEEK -> {
                    return Math.floorDiv(ordinal - anchor + LARGEST_SHIFT, 7 * MICROS_PER_DAY);
                }
                default -> {
                }
            }
        }
        long day = axis.kind() == Kind.DATE ? ordinal : Math.floorDiv(ordinal, MICROS_PER_DAY);
        return switch (unit) {
            case WEEK -> Math.floorDiv(day - anchor, 7L);
            case MONTH -> months(day);
            case QUARTER -> Math.floorDiv(months(day), 3L);
            case YEAR -> LocalDate.ofEpochDay(day).getYear();
            default -> day;
        };
    }

    /** The inverse for rows as regular as the anchor's. */
    static long ordinal(TimeAxis axis, long position) {
        TimeStep unit = axis.unit();
        long anchor = axis.anchor();
        if (axis.kind() == Kind.INTEGER || unit == null) {
            return position;
        }
        OpenDays open = axis.open();
        if (open != null) {
            return axis.kind() == Kind.DATE
                    ? open.day(position)
                    : anchor + (open.day(position) - axis.localDay(anchor)) * MICROS_PER_DAY;
        }
        if (axis.kind() == Kind.TIMESTAMP) {
            switch (unit) {
                case MINUTE -> {
                    return anchor + position * 60 * MICROS_PER_SECOND;
                }
                case HOUR -> {
                    return anchor + position * 3600 * MICROS_PER_SECOND;
                }
                case DAY -> {
                    return anchor + position * MICROS_PER_DAY;
                }
                case WEEK -> {
                    return anchor + position * 7 * MICROS_PER_DAY;
                }
                default -> {
                }
            }
        }
        long anchorDay = axis.kind() == Kind.DATE ? anchor : Math.floorDiv(anchor, MICROS_PER_DAY);
        LocalDate start = LocalDate.ofEpochDay(anchorDay);
        long day = switch (unit) {
            case WEEK -> anchor + 7 * position;
            case MONTH -> inMonth(start, position).toEpochDay();
            case QUARTER -> inMonth(start, 3 * position + (start.getMonthValue() - 1) % 3).toEpochDay();
            case YEAR -> inMonth(start, 12 * position + start.getMonthValue() - 1).toEpochDay();
            default -> position;
        };
        return axis.kind() == Kind.DATE ? day : day * MICROS_PER_DAY + Math.floorMod(anchor, MICROS_PER_DAY);
    }

    /** The anchor's day in another month; the last day where the anchor's is the last of its month. */
    private static LocalDate inMonth(LocalDate anchor, long month) {
        YearMonth target = YearMonth.of((int) Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1);
        boolean last = anchor.getDayOfMonth() == anchor.lengthOfMonth();
        return last ? target.atEndOfMonth() : target.atDay(Math.min(anchor.getDayOfMonth(), target.lengthOfMonth()));
    }
}
