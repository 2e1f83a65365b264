package io.manymodels.family;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column are to be read, as a spec says under {@code columns.types}.
 *
 * @param format of {@link Kind#DATE} and {@link Kind#TIMESTAMP} as for {@code strptime}, for example {@code %d.%m.%Y}; null
 *        for ISO 8601, and for the other kinds
 */
public record DeclaredType(Kind kind, @Nullable String format) {

    /** What the texts of a column are. */
    public enum Kind {
        /** Exactly as written. */
        TEXT,
        /** Whole numbers of 64 bits; {@code 007}, {@code +7} and {@code 7.0} are 7. */
        INTEGER,
        /** {@code -1234.5}, {@code 1e3}. */
        NUMBER,
        /** {@code 1.234,5}: a comma before the fraction, and dots, blanks or apostrophes between thousands. */
        DECIMAL_COMMA,
        /** {@code 1,234.5}: a dot before the fraction, and commas, blanks or apostrophes between thousands. */
        DECIMAL_POINT,
        /** {@code true false yes no 1 0}. */
        BOOLEAN, DATE,
        /** With an offset, or of the zone that the spec's time names; else UTC. */
        TIMESTAMP,
        /** Days of a spreadsheet, 1 is 1900-01-01; a fraction is the time of the day. */
        EXCEL_DATE,
        /** {@code 202053} or {@code 2020-W53}: the Monday of an ISO week. */
        ISO_WEEK,
        /** {@code 20204}, {@code 2020Q4} or {@code 2020-Q4}: the first day of a quarter. */
        QUARTER,
        /** Since 1970-01-01T00:00 UTC. */
        EPOCH_SECONDS, EPOCH_MILLISECONDS;

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern SYNTAX = Pattern.compile("([a-z-]+)\\s*(?:\\((.+)\\))?");

    /** The names that a spec may use; the formats stand in parentheses behind two of them. */
    public static List<String> names() {
        return Arrays.stream(Kind.values()).map(Kind::wire).toList();
    }

    /** Reads {@code text} or {@code date(%d.%m.%Y)}. Throws {@link IllegalArgumentException} for anything else. */
    static DeclaredType parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        Kind kind = Arrays.stream(Kind.values()).filter(known -> known.wire().equals(matcher.group(1))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
        String format = matcher.group(2);
        boolean formatted = kind == Kind.DATE || kind == Kind.TIMESTAMP;
        if (format != null && (!formatted || !format.contains("%"))) {
            throw new IllegalArgumentException(text);
        }
        return new DeclaredType(kind, format);
    }

    /** The spec's form. */
    @Override
    public String toString() {
        return format == null ? kind.wire() : "%s(%s)".formatted(kind.wire(), format);
    }
}
