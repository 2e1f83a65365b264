package io.manymodels.rows;

import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a family's time column is read. A time <em>value</em> is what a user sees (4711, 2015-07-01, 2015-07-01T12:00). Its
 * <em>ordinal</em> is the same as a long: the integer itself, days since 1970-01-01, or microseconds since
 * 1970-01-01T00:00 UTC. Its <em>index</em> counts steps, so that neighbouring rows differ by 1 and a month is one step
 * whatever its length; the anchor has an index that is a whole number of steps from any other row's.
 *
 * @param kind what the column holds
 * @param unit the calendar unit of a step; for integers what a difference of 1 means, null off the calendar
 * @param step units (integers: differences of the integer) from one row to the next, at least 1
 * @param epoch where the integer 0 lies on the calendar; null off the calendar, for dates and for timestamps
 * @param anchor ordinal of a row, from which steps are counted
 * @param zone of timestamps that a user gives without an offset; null is UTC
 * @param open the days on which steps lie, for dates and for timestamps that come daily or less; null for all of the unit
 * @param holidays of the country that the spec names; null for none
 */
public record TimeAxis(Kind kind, @Nullable TimeStep unit, int step, @Nullable LocalDate epoch, long anchor,
        @Nullable ZoneId zone, @Nullable OpenDays open, @Nullable Holidays holidays) {

    /** What the column holds. */
    public enum Kind {
        INTEGER, DATE, TIMESTAMP
    }

    private static final long LARGEST_INTEGER = 1L << 61;
    private static final int LARGEST_YEAR = 9999;
    private static final LocalDateTime EARLIEST = LocalDateTime.of(-LARGEST_YEAR, 1, 1, 0, 0);
    static final long MICROS_PER_SECOND = 1_000_000L;
    static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    public TimeAxis {
        if (step < 1) {
            throw new IllegalArgumentException("step [%d] must be at least 1".formatted(step));
        }
        if (kind != Kind.INTEGER && unit == null) {
            throw new IllegalArgumentException("A time axis of dates or timestamps needs a unit");
        }
        if (kind == Kind.DATE && (unit == TimeStep.HOUR || unit == TimeStep.MINUTE)) {
            throw new IllegalArgumentException("unit [%s] is finer than a date. Maybe day".formatted(unit));
        }
        if (open != null && (kind == Kind.INTEGER || step != 1 || unit == TimeStep.HOUR || unit == TimeStep.MINUTE)) {
            throw new IllegalArgumentException("Open days do not fit steps of [%d] [%s]".formatted(step, unit));
        }
    }

    public TimeAxis(Kind kind, @Nullable TimeStep unit, int step, @Nullable LocalDate epoch, long anchor) {
        this(kind, unit, step, epoch, anchor, null, null, null);
    }

    public TimeAxis(Kind kind, @Nullable TimeStep unit, int step, @Nullable LocalDate epoch, long anchor,
            @Nullable ZoneId zone) {
        this(kind, unit, step, epoch, anchor, zone, null, null);
    }

    public TimeAxis(Kind kind, @Nullable TimeStep unit, int step, @Nullable LocalDate epoch, long anchor,
            @Nullable ZoneId zone, @Nullable OpenDays open) {
        this(kind, unit, step, epoch, anchor, zone, open, null);
    }

    /** The same axis for timestamps of a zone, where they have no offset of their own; null for UTC. */
    public TimeAxis in(@Nullable ZoneId place) {
        return new TimeAxis(kind, unit, step, epoch, anchor, kind == Kind.TIMESTAMP ? place : null, open,
                holidays);
    }

    /**
     * The same axis with steps on these days alone, which may make it one of days, weeks or months. Days without pattern are
     * not for integers and for what comes more often than daily.
     */
    public TimeAxis on(OpenDays days) {
        return new TimeAxis(kind, TimeAxisInference.unit(days), 1, epoch, anchor, zone, days, holidays);
    }

    /** The same axis with the holidays of a country. */
    public TimeAxis with(Holidays ofCountry) {
        return new TimeAxis(kind, unit, step, epoch, anchor, zone, open, ofCountry);
    }

    /** Whether a row is of a day or of a part of one, so that it can lie on a holiday. */
    public boolean isWithinDays() {
        return (unit == TimeStep.DAY || unit == TimeStep.HOUR || unit == TimeStep.MINUTE)
                && (kind != Kind.INTEGER || epoch != null);
    }

    /**
     * 1 where a day near to that of a row is a holiday, else 0; NaN where no holidays are known.
     *
     * @param daysAfter 0 for the row's own day, 1 for the day after it, -1 for the day before
     */
    public double holiday(long ordinal, int daysAfter) {
        LocalDate date = date(ordinal);
        if (holidays == null || date == null) {
            return Double.NaN;
        }
        long day = kind == Kind.TIMESTAMP ? localDay(ordinal) : date.toEpochDay();
        return holidays.contains(day + daysAfter) ? 1 : 0;
    }

    /** Whether rows come daily or every few days, so that they may leave out days of the week. */
    public boolean isOfDays() {
        return kind != Kind.INTEGER && unit == TimeStep.DAY && step < 7;
    }

    /**
     * The days of the week on which rows lie, where they leave out others and there are enough of them to tell.
     *
     * @param ordinals of rows, distinct
     */
    public Optional<OpenDays.Weekly> weekly(long[] ordinals) {
        return isOfDays() ? OpenDays.Weekly.of(days(ordinals)) : Optional.empty();
    }

    /** The days on which rows lie where they are, from 1970-01-01, ascending and distinct. */
    public long[] days(long[] ordinals) {
        return Arrays.stream(ordinals).map(this::localDay).sorted().distinct().toArray();
    }

    /** Whether a row lies on one of these days of the week. */
    public boolean isOn(OpenDays.Weekly days, long ordinal) {
        return days.isOpen(localDay(ordinal));
    }

    /**
     * The axis by which rows of one key are dated: its weeks may end on another day than the family's, its months on another
     * date. Indexes of the two count the same steps, from different beginnings.
     *
     * @param ordinals of the key's latest rows, ascending; none leaves the axis as it is
     */
    public TimeAxis ofKey(long[] ordinals) {
        return ordinals.length == 0
                ? this
                : new TimeAxis(kind, unit, step, epoch, TimeAxisInference.anchor(this, ordinals), zone, open,
                        holidays);
    }

    /** Integers that count steps, off the calendar. */
    public static TimeAxis integers() {
        return new TimeAxis(Kind.INTEGER, null, 1, null, 0);
    }

    /**
     * The axis of times as they come.
     *
     * @param unit declared unit of an integer, or declared frequency of dates and timestamps; null is inferred
     * @param sortedDistinct ordinals of one or more keys, ascending, without repeats; differences below 1 are passed over
     */
    public static TimeAxis infer(Kind kind, @Nullable TimeStep unit, @Nullable LocalDate epoch,
            long[] sortedDistinct) {
        return TimeAxisInference.infer(kind, unit, epoch, sortedDistinct);
    }

    /** The ordinal of a value as JSON, YAML, JDBC or a user gives it. Throws INVALID {@code time-malformed}. */
    public long ordinal(Object value) {
        try {
            return inRange(switch (kind) {
                case INTEGER -> integer(value);
                case DATE -> switch (value) {
                    case LocalDate date -> date.toEpochDay();
                    case LocalDateTime time -> time.toLocalDate().toEpochDay();
                    default -> TimeText.date(value.toString().strip(), unit).toEpochDay();
                };
                case TIMESTAMP -> switch (value) {
                    case LocalDateTime time -> micros(time);
                    case LocalDate date -> Math.multiplyExact(date.toEpochDay(), MICROS_PER_DAY);
                    case OffsetDateTime time -> micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
                    default -> micros(TimeText.utc(value.toString().strip(), zone, anchor));
                };
            });
        } catch (DateTimeException | ArithmeticException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "time-malformed",
                    "Time [%s] is not %s. Maybe %s".formatted(value, description(), text(anchor)), e);
        }
    }

    /** Steps can be counted to and from it, and where it lies on the calendar its year has four digits. */
    long inRange(long ordinal) {
        if (kind == Kind.INTEGER && (ordinal > LARGEST_INTEGER || ordinal < -LARGEST_INTEGER)) {
            throw new NumberFormatException("out of range");
        }
        LocalDate date = date(ordinal);
        if (date != null && Math.abs(date.getYear()) > LARGEST_YEAR) {
            throw new DateTimeException("out of range");
        }
        return ordinal;
    }

    /** The value of an ordinal: {@link Long}, {@link LocalDate} or {@link LocalDateTime} (UTC). */
    public Object value(long ordinal) {
        return switch (kind) {
            case INTEGER -> (Object) ordinal;
            case DATE -> LocalDate.ofEpochDay(ordinal);
            case TIMESTAMP -> dateTime(ordinal);
        };
    }

    /**
     * The value as text: {@code 157}, {@code 2015-06-30}, {@code 2015-06-30T12:00}; of an axis with a zone with the offset,
     * {@code 2015-06-30T14:00+02:00}. {@link #ordinal} gives the same back.
     */
    public String text(long ordinal) {
        return zone == null
                ? value(ordinal).toString()
                : dateTime(ordinal).atOffset(ZoneOffset.UTC).atZoneSameInstant(zone).toOffsetDateTime().toString();
    }

    /** The step that an ordinal lies in. Any ordinal has one, also between rows. */
    public long index(long ordinal) {
        return index(ordinal, phase());
    }

    /** The {@link #index} of each of many ordinals. */
    public long[] indexes(long[] ordinals) {
        long phase = phase();
        long[] indexes = new long[ordinals.length];
        boolean counted = AxisSteps.areOrdinals(this) && step == 1;
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = counted ? ordinals[i] - phase : index(ordinals[i], phase);
        }
        return indexes;
    }

    private long index(long ordinal, long phase) {
        long units = AxisSteps.position(this, ordinal) - phase;
        return step == 1 ? units : Math.floorDiv(units, (long) step);
    }

    /** Units by which rows lie behind a whole number of steps. */
    private long phase() {
        return Math.floorMod(AxisSteps.position(this, anchor), (long) step);
    }

    /** The ordinal where a step's row lies: the inverse of {@link #index} for rows as regular as the anchor's. */
    public long ordinalAt(long index) {
        return AxisSteps.ordinal(this, index * step + phase());
    }

    /** The ordinal some steps later (earlier where negative). */
    public long plus(long ordinal, long steps) {
        return ordinalAt(index(ordinal) + steps);
    }

    /** Steps after which a season comes round: 24 hours, 7 days, 52 weeks, 12 months, 4 quarters; 1 where there is none. */
    public int seasonLength() {
        int units = switch (unit) {
            case MINUTE -> 1440;
            case HOUR -> 24;
            case DAY -> daysAWeek();
            case WEEK -> 52;
            case MONTH -> 12;
            case QUARTER -> 4;
            case YEAR -> 1;
            case null -> 1;
        };
        return units % step == 0 ? Math.max(1, units / step) : 1;
    }

    /** Steps of a year, for yearly waves: 365.25 / 7 for weeks; NaN off the calendar. */
    public double stepsPerYear() {
        double units = switch (unit) {
            case MINUTE -> 1440 * 365.25;
            case HOUR -> 24 * 365.25;
            case DAY -> 365.25 * daysAWeek() / 7;
            case WEEK -> 365.25 / 7;
            case MONTH -> 12;
            case QUARTER -> 4;
            case YEAR -> 1;
            case null -> Double.NaN;
        };
        return units / step;
    }

    private int daysAWeek() {
        return switch (open) {
            case OpenDays.Weekly week -> week.size();
            case OpenDays.Listed listed -> listed.week().size();
            case null -> 7;
        };
    }

    /** The day of an ordinal where its row is: timestamps have a zone. */
    long localDay(long ordinal) {
        if (kind != Kind.TIMESTAMP) {
            return ordinal;
        }
        return zone == null
                ? Math.floorDiv(ordinal, MICROS_PER_DAY)
                : dateTime(ordinal).atZone(ZoneOffset.UTC).withZoneSameInstant(zone).toLocalDate().toEpochDay();
    }

    /** The day of an ordinal; null for integers off the calendar. */
    public @Nullable LocalDate date(long ordinal) {
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay(ordinal);
            case TIMESTAMP -> LocalDate.ofEpochDay(Math.floorDiv(ordinal, MICROS_PER_DAY));
            case INTEGER -> {
                if (epoch == null || unit == null) {
                    yield null;
                }
                yield switch (unit) {
                    case MINUTE -> epoch.atStartOfDay().plusMinutes(ordinal).toLocalDate();
                    case HOUR -> epoch.atStartOfDay().plusHours(ordinal).toLocalDate();
                    case DAY -> epoch.plusDays(ordinal);
                    case WEEK -> epoch.plusWeeks(ordinal);
                    case MONTH -> epoch.plusMonths(ordinal);
                    case QUARTER -> epoch.plusMonths(3 * ordinal);
                    case YEAR -> epoch.plusYears(ordinal);
                };
            }
        };
    }

    /** The day of the year of each of many ordinals, from 1; 0 off the calendar. */
    public int[] daysOfYear(long[] ordinals) {
        int[] days = new int[ordinals.length];
        long newYear = 0;
        long nextYear = 0;
        for (int i = 0; i < days.length; i++) {
            long day = kind == Kind.TIMESTAMP ? Math.floorDiv(ordinals[i], MICROS_PER_DAY) : ordinals[i];
            if (kind == Kind.INTEGER || day < newYear || day >= nextYear) {
                LocalDate date = date(ordinals[i]);
                days[i] = date == null ? 0 : date.getDayOfYear();
                newYear = day - days[i] + 1;
                nextYear = date == null ? newYear : newYear + date.lengthOfYear();
            } else {
                days[i] = (int) (day - newYear) + 1;
            }
        }
        return days;
    }

    /**
     * The ordinal that lies an amount of calendar units before another, for "five years of history"; on the calendar never
     * before the first time that there is. Off the calendar the amount counts steps.
     */
    public long minus(long ordinal, int amount, @Nullable TimeStep of) {
        if (of == null || unit == null) {
            return plus(ordinal, -amount);
        }
        if (kind != Kind.INTEGER) {
            LocalDateTime time = kind == Kind.DATE ? LocalDate.ofEpochDay(ordinal).atStartOfDay() : dateTime(ordinal);
            LocalDateTime reached = time.minus(of == TimeStep.QUARTER ? 3L * amount : amount, chrono(of));
            LocalDateTime earlier = reached.isBefore(EARLIEST) ? EARLIEST : reached;
            return kind == Kind.DATE ? earlier.toLocalDate().toEpochDay() : micros(earlier);
        }
        double units = amount * seconds(of) / seconds(unit);
        return ordinal - Math.round(units);
    }

    /**
     * Where rows may lie, as text: two axes with the same grid give any row the same neighbours, whichever row is the
     * anchor, and the same holidays.
     */
    public String grid() {
        String steps = open == null
                ? "%s %s %d %s %s".formatted(kind, unit, step, epoch, AxisSteps.phase(this))
                : "%s %s %d on %s".formatted(kind, unit, kind == Kind.DATE ? 0 : Math.floorMod(anchor, MICROS_PER_DAY),
                        open);
        return holidays == null ? steps : steps + " holidays " + holidays;
    }

    /** {@code {"kind","unit"?,"step","epoch"?,"zone"?,"open"?,"holidays"?,"anchor"}}. */
    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", kind.name().toLowerCase(Locale.ROOT));
        if (unit != null) {
            node.put("unit", unit.wire());
        }
        node.put("step", step);
        if (epoch != null) {
            node.put("epoch", epoch.toString());
        }
        if (zone != null) {
            node.put("zone", zone.getId());
        }
        if (open != null) {
            node.set("open", open.toJson());
        }
        if (holidays != null) {
            node.set("holidays", holidays.toJson());
        }
        return node.put("anchor", anchor);
    }

    public static TimeAxis fromJson(JsonNode node) {
        JsonNode unit = node.get("unit");
        JsonNode epoch = node.get("epoch");
        return new TimeAxis(Kind.valueOf(node.required("kind").stringValue().toUpperCase(Locale.ROOT)),
                unit == null || unit.isNull() ? null : TimeStep.valueOf(unit.stringValue().toUpperCase(Locale.ROOT)),
                node.required("step").intValue(),
                epoch == null || epoch.isNull() ? null : LocalDate.parse(epoch.stringValue()),
                node.required("anchor").longValue(),
                node.get("zone") == null ? null : ZoneId.of(node.required("zone").stringValue()),
                node.get("open") == null ? null : OpenDays.fromJson(node.required("open")),
                node.get("holidays") == null ? null : Holidays.fromJson(node.required("holidays")));
    }

    private String description() {
        return switch (kind) {
            case INTEGER -> "an integer";
            case DATE -> "a date";
            case TIMESTAMP -> "a timestamp";
        };
    }

    private static long integer(Object value) {
        if (value instanceof Number number) {
            return number instanceof Long whole ? whole : new BigDecimal(number.toString()).longValueExact();
        }
        return Long.parseLong(value.toString().strip());
    }

    private static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
    }

    static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000, ZoneOffset.UTC);
    }

    private static ChronoUnit chrono(TimeStep unit) {
        return switch (unit) {
            case MINUTE -> ChronoUnit.MINUTES;
            case HOUR -> ChronoUnit.HOURS;
            case DAY -> ChronoUnit.DAYS;
            case WEEK -> ChronoUnit.WEEKS;
            case MONTH, QUARTER -> ChronoUnit.MONTHS;
            case YEAR -> ChronoUnit.YEARS;
        };
    }

    private static double seconds(TimeStep unit) {
        return switch (unit) {
            case MINUTE -> 60;
            case HOUR -> 3600;
            case DAY -> 86_400;
            case WEEK -> 7 * 86_400;
            case MONTH -> 365.25 * 86_400 / 12;
            case QUARTER -> 365.25 * 86_400 / 4;
            case YEAR -> 365.25 * 86_400;
        };
    }
}
