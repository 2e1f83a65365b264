package io.manymodels.ingestion.plain;

import io.manymodels.rows.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * Reads lines that are written plainly: fields without quotes, whole numbers as they are written back (no 007, no 1e3), numbers of
 * digits with at most one point between them, dates as 2026-11-28, texts of UTF-8 that neither begin nor end with a blank. Stops at all else,
 * which others read.
 */
final class LineReader {

    /** What may be read beyond the end of the lines. */
    static final int SLACK = 16;
    private static final int STOP = -1;
    private static final int LONGEST_INTEGER = 18;
    /** Numbers of so many digits are doubles, and so are powers of ten up to {@link #TENS}: their quotient is rounded once, and right. */
    private static final int EXACT_DIGITS = 15;
    private static final double[] TENS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
            1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final int DATE_LENGTH = 10;
    private static final int LEAST_YEAR = 1000;

    private final byte[] bytes;
    private final byte separator;
    private final boolean carriageReturns;
    private final ColumnValues[] columns;

    /** @param carriageReturns whether one stands before each line feed */
    LineReader(byte[] bytes, byte separator, boolean carriageReturns, List<ColumnValues> columns) {
        this.bytes = bytes;
        this.separator = separator;
        this.carriageReturns = carriageReturns;
        this.columns = columns.toArray(ColumnValues[]::new);
    }

    /** Reads whole lines; false where something in them is not plain. */
    boolean read(int from, int to) {
        int last = columns.length - 1;
        int at = from;
        while (at < to) {
            for (int i = 0; i <= last; i++) {
                int end = field(columns[i], at, i < last ? separator : carriageReturns ? (byte) '\r' : (byte) '\n');
                if (end == STOP) {
                    return false;
                }
                at = end + 1;
            }
            if (carriageReturns && bytes[at++] != '\n') {
                return false;
            }
        }
        return at == to;
    }

    /** Reads a field and returns where it ends. */
    private int field(ColumnValues column, int at, byte end) {
        if (bytes[at] == end) {
            column.addMissing();
            return at;
        }
        int found = switch (column.type()) {
            case INTEGER -> integer(column, at, end);
            case DOUBLE -> number(column, at, end);
            case DATE -> date(column, at, end);
            case TEXT -> text(column, at, end);
            case BOOLEAN, TIMESTAMP -> STOP;
        };
        return found == STOP && column.column().words() && column.type() != ColumnType.TEXT
                ? word(column, at, end)
                : found;
    }

    private int integer(ColumnValues column, int from, byte end) {
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        int at = first;
        long value = 0;
        for (int digit; (digit = bytes[at] - '0') >= 0 && digit <= 9; at++) {
            value = 10 * value + digit;
        }
        int digits = at - first;
        if (bytes[at] != end || digits == 0 || digits > LONGEST_INTEGER
                || bytes[first] == '0' && (digits > 1 || negative)) {
            return STOP;
        }
        column.add(negative ? -value : value);
        return at;
    }

    private int number(ColumnValues column, int from, byte end) {
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        int at = first;
        long value = 0;
        for (int digit; (digit = bytes[at] - '0') >= 0 && digit <= 9; at++) {
            value = 10 * value + digit;
        }
        int digits = at - first;
        if (digits == 0 || bytes[first] == '0' && digits > 1) {
            return STOP;
        }
        int decimals = 0;
        if (bytes[at] == '.') {
            int point = at++;
            for (int digit; (digit = bytes[at] - '0') >= 0 && digit <= 9; at++) {
                value = 10 * value + digit;
            }
            decimals = at - point - 1;
            if (decimals == 0) {
                return STOP;
            }
        }
        if (bytes[at] != end) {
            return STOP;
        }
        double number = digits + decimals <= EXACT_DIGITS
                ? (negative ? -1.0 : 1.0) * (value / TENS[decimals])
                : Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
        if (!Double.isFinite(number)) {
            return STOP;
        }
        column.add(Double.doubleToRawLongBits(number));
        return at;
    }

    private int date(ColumnValues column, int from, byte end) {
        if (bytes[from + 4] != '-' || bytes[from + 7] != '-' || bytes[from + DATE_LENGTH] != end) {
            return STOP;
        }
        int year = 100 * two(from) + two(from + 2);
        int month = two(from + 5);
        int dayOfMonth = two(from + 8);
        if (year < LEAST_YEAR || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 28 && dayOfMonth > LocalDate
                .of(year, month, 1).lengthOfMonth()) {
            return STOP;
        }
        column.add(day(year, month, dayOfMonth));
        return from + DATE_LENGTH;
    }

    /** The value of two digits; far below zero where they are none. */
    private int two(int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : 10 * tens + ones;
    }

    /** Days since 1970-01-01 of a date of the Gregorian calendar, whose years are taken to begin in March. */
    private static long day(int year, int month, int dayOfMonth) {
        int years = month > 2 ? year : year - 1;
        int months = month > 2 ? month - 3 : month + 9;
        return 365L * years + years / 4 - years / 100 + years / 400 + (153L * months + 2) / 5 + dayOfMonth - 719_469;
    }

    private int text(ColumnValues column, int from, byte end) {
        int at = from;
        while (bytes[at] != end) {
            byte one = bytes[at];
            if (one >= 0 && one < ' ' || one == '"' || one == '#' || one == '\\' || one == separator) {
                return STOP;
            }
            at++;
        }
        if (bytes[from] == ' ' || bytes[at - 1] == ' ') {
            return STOP;
        }
        if (column.column().words() && isWord(from, at)) {
            column.addMissing();
            return at;
        }
        int number = column.texts().number(bytes, from, at);
        if (number == TextDictionary.NOT_UTF8) {
            return STOP;
        }
        column.add(number);
        return at;
    }

    private int word(ColumnValues column, int from, byte end) {
        int at = from;
        while (bytes[at] != end && at < from + SLACK) {
            at++;
        }
        if (bytes[at] != end || !isWord(from, at)) {
            return STOP;
        }
        column.addMissing();
        return at;
    }

    private boolean isWord(int from, int to) {
        for (byte[] word : PlainCsv.WORDS) {
            if (Arrays.equals(word, 0, word.length, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }
}
