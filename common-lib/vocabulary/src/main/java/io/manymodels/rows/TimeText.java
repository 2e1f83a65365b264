package io.manymodels.rows;

import io.manymodels.family.TimeStep;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads days and instants as people and files write them. Throws {@link DateTimeException} for anything else. */
final class TimeText {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,6}|[0-9]{8}");
    /** Seconds or milliseconds since 1970. */
    private static final Pattern EPOCH = Pattern.compile("[0-9]{9,10}|[0-9]{12,13}");
    private static final int DATE_CHARACTERS = 10;

    private TimeText() {}

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
     * The instant as a time in UTC.
     *
     * @param zone of a text without an offset; null is UTC
     */
    static LocalDateTime utc(String text, @Nullable ZoneId zone) {
        if (EPOCH.matcher(text).matches()) {
            long number = Long.parseLong(text);
            Instant instant = text.length() > DATE_CHARACTERS
                    ? Instant.ofEpochMilli(number)
                    : Instant.ofEpochSecond(number);
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        String iso = text.replace(' ', 'T');
        if (iso.indexOf(':') < 0) {
            return utc(LocalDate.parse(iso).atStartOfDay(), zone);
        }
        return hasOffset(iso)
                ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                : utc(LocalDateTime.parse(iso), zone);
    }

    private static LocalDateTime utc(LocalDateTime local, @Nullable ZoneId zone) {
        return zone == null ? local : local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static boolean hasOffset(String iso) {
        return iso.endsWith("Z") || iso.indexOf('+', DATE_CHARACTERS) > 0 || iso.indexOf('-', DATE_CHARACTERS) > 0;
    }
}
