package io.manymodels.rows;

import io.manymodels.family.TimeStep;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads days and instants as people and files write them. Throws {@link DateTimeException} for anything else. */
final class TimeText {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,6}|[0-9]{8}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{9,19}");
    /** By their digits: the hour, the minute or the second of a day. */
    private static final Map<Integer, DateTimeFormatter> LOCAL = Map.of(10, local("uuuuMMddHH"), 12,
            local("uuuuMMddHHmm"), 14, local("uuuuMMddHHmmss"));
    private static final int DATE_CHARACTERS = 10;

    private TimeText() {}

    private static DateTimeFormatter local(String pattern) {
        return new DateTimeFormatterBuilder().appendPattern(pattern).parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * The day as it is written, where a time of the day follows too; also as whole numbers are written that ingestion reads
     * as days, {@code 20230228}, and by the unit as months {@code 202302}, ISO weeks {@code 202309} or quarters
     * {@code 20231}.
     */
    static LocalDate date(String text, @Nullable TimeStep unit) {
        if (DIGITS.matcher(text).matches()) {
            return compact(Integer.parseInt(text), text.length(), unit);
        }
        String iso = text.replace(' ', 'T');
        if (iso.indexOf(':') < 0) {
            return LocalDate.parse(iso);
        }
        return hasOffset(iso) ? OffsetDateTime.parse(iso).toLocalDate() : LocalDateTime.parse(iso).toLocalDate();
    }

    private static LocalDate compact(int number, int digits, @Nullable TimeStep unit) {
        if (digits == 8) {
            return LocalDate.of(number / 10_000, number / 100 % 100, number % 100);
        }
        if (digits == 6 && unit == TimeStep.WEEK) {
            return LocalDate.parse("%d-W%02d-1".formatted(number / 100, number % 100),
                    DateTimeFormatter.ISO_WEEK_DATE);
        }
        if (digits == 6) {
            return LocalDate.of(number / 100, number % 100, 1);
        }
        if (number % 10 >= 1 && number % 10 <= 4) {
            return LocalDate.of(number / 10, 3 * (number % 10) - 2, 1);
        }
        throw new DateTimeException("not a day");
    }

    /**
     * The instant as a time in UTC. A whole number is what is counted since 1970, or the digits of a local time, whichever is
     * nearer to the family's own rows: {@code 1700000000}, {@code 2023111422}.
     *
     * @param zone of a text without an offset; null is UTC
     * @param near microseconds of a row of the family
     */
    static LocalDateTime utc(String text, @Nullable ZoneId zone, long near) {
        if (WHOLE.matcher(text).matches()) {
            LocalDateTime row = TimeAxis.dateTime(near);
            return Stream.concat(counted(text), digits(text).map(local -> utc(local, zone)))
                    .min(Comparator.comparing(time -> Duration.between(row, time).abs()))
                    .orElseThrow(() -> new DateTimeException("not an instant"));
        }
        String iso = text.replace(' ', 'T');
        if (iso.indexOf(':') < 0) {
            return utc(LocalDate.parse(iso).atStartOfDay(), zone);
        }
        return hasOffset(iso)
                ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                : utc(LocalDateTime.parse(iso), zone);
    }

    /** The seconds, milliseconds, microseconds or nanoseconds since 1970 that a number of so many digits can be. */
    private static Stream<LocalDateTime> counted(String text) {
        long number = Long.parseLong(text);
        long perSecond = switch (text.length()) {
            case 9, 10 -> 1;
            case 12, 13 -> 1_000;
            case 15, 16 -> 1_000_000;
            case 18, 19 -> 1_000_000_000;
            default -> 0;
        };
        return perSecond == 0
                ? Stream.empty()
                : Stream.of(LocalDateTime.ofEpochSecond(number / perSecond,
                        (int) (number % perSecond * (1_000_000_000 / perSecond)), ZoneOffset.UTC));
    }

    private static Stream<LocalDateTime> digits(String text) {
        DateTimeFormatter format = LOCAL.get(text.length());
        if (format == null) {
            return Stream.empty();
        }
        try {
            return Stream.of(LocalDateTime.parse(text, format));
        } catch (DateTimeException _) {
            return Stream.empty();
        }
    }

    private static LocalDateTime utc(LocalDateTime local, @Nullable ZoneId zone) {
        return zone == null ? local : local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static boolean hasOffset(String iso) {
        return iso.endsWith("Z") || iso.indexOf('+', DATE_CHARACTERS) > 0 || iso.indexOf('-', DATE_CHARACTERS) > 0;
    }
}
