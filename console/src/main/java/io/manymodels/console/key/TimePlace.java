package io.manymodels.console.key;

import io.manymodels.family.TimeStep;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the times of a family lie on the axis of a chart: in seconds since 1970 where they are on the calendar, else integers
 * as they are.
 *
 * @param epoch where the integer 0 lies on the calendar; null where integers only count, and for dates
 * @param unit what one step of an integer means; null without an epoch
 */
record TimePlace(@Nullable LocalDate epoch, @Nullable TimeStep unit) {

    /** Of dates, and of integers that only count. */
    static final TimePlace PLAIN = new TimePlace(null, null);

    /** @param time as the family's spec has it */
    static TimePlace of(JsonNode time) {
        try {
            return time.path("epoch").isString() && time.path("unit").isString()
                    ? new TimePlace(LocalDate.parse(time.path("epoch").asString()),
                            TimeStep.valueOf(time.path("unit").asString().toUpperCase(Locale.ROOT)))
                    : PLAIN;
        } catch (DateTimeException | IllegalArgumentException _) {
            return PLAIN;
        }
    }

    /** Whether times of a column of this type are on the calendar. */
    boolean isDated(String type) {
        return epoch != null || !type.equals("integer");
    }

    /** NaN for what is no time. */
    double x(JsonNode time) {
        if (time.isNumber()) {
            LocalDateTime moment = moment(time);
            return moment == null ? time.asDouble() : moment.toEpochSecond(ZoneOffset.UTC);
        }
        String text = time.asString("");
        try {
            if (text.length() == "2026-01-01".length()) {
                return LocalDate.parse(text).toEpochDay() * 86_400.0;
            }
            return text.endsWith("Z") || text.lastIndexOf('+') > 0
                    ? OffsetDateTime.parse(text).toEpochSecond()
                    : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return Double.NaN;
        }
    }

    /** A time as people read it: an integer that is on the calendar with its date. */
    String label(JsonNode time) {
        LocalDateTime moment = moment(time);
        if (moment == null) {
            return time.asString("");
        }
        boolean daily = unit != TimeStep.MINUTE && unit != TimeStep.HOUR;
        return time.asString("") + " · " + (daily ? moment.toLocalDate() : moment);
    }

    private @Nullable LocalDateTime moment(JsonNode time) {
        if (epoch == null || unit == null || !time.isIntegralNumber()) {
            return null;
        }
        long steps = time.asLong();
        LocalDateTime zero = epoch.atStartOfDay();
        try {
            return switch (unit) {
                case MINUTE -> zero.plusMinutes(steps);
                case HOUR -> zero.plusHours(steps);
                case DAY -> zero.plusDays(steps);
                case WEEK -> zero.plusWeeks(steps);
                case MONTH -> zero.plusMonths(steps);
                case QUARTER -> zero.plusMonths(Math.multiplyExact(3, steps));
                case YEAR -> zero.plusYears(steps);
            };
        } catch (DateTimeException | ArithmeticException _) {
            return null;
        }
    }
}
