package io.manymodels.ingestion.source;

import io.manymodels.family.DeclaredType;
import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.ingestion.sandbox.SqlText;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How the texts of a column become values: declared by the spec, or found by {@link TextColumns}.
 *
 * @param format of dates and timestamps, as for DuckDB's {@code strptime}; null for ISO 8601
 * @param zone of timestamps without an offset; null for UTC
 */
public record TextReading(Kind kind, @Nullable String format, @Nullable ZoneId zone) {

    static final TextReading TEXT = new TextReading(Kind.TEXT, null, null);
    static final TextReading INTEGER = new TextReading(Kind.INTEGER, null, null);
    static final TextReading NUMBER = new TextReading(Kind.NUMBER, null, null);

    private static final long MICROS_OF_YEAR_10000 = 253_402_300_800_000_000L;
    /** What may stand between thousands, beside the dot or comma that is no decimal mark. */
    static final String GAPS = " \u00a0\u202f''\u2019";
    /** What people write before or behind amounts and shares, which is none of the number. */
    private static final String UNIT = "(?:(?:US|CA|A|R|HK|S)?\\p{Sc}|%|\u2030|kr[.]?|z\u0142|K\u010d|Ft|Fr[.]?|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|TRY|USD|ZAR)";
    private static final String BLANKS = "[ \u00a0\u202f]*";

    static TextReading of(DeclaredType declared, @Nullable ZoneId zone) {
        return new TextReading(declared.kind(), declared.format(), zone);
    }

    static TextReading of(Kind kind) {
        return new TextReading(kind, null, null);
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }

    /** DuckDB's name of the type of the values. */
    String type() {
        return switch (kind) {
            case TEXT -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case NUMBER, DECIMAL_COMMA, DECIMAL_POINT -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE, EXCEL_DATE, ISO_WEEK, QUARTER -> "DATE";
            case TIMESTAMP, EPOCH_SECONDS, EPOCH_MILLISECONDS -> "TIMESTAMP";
        };
    }

    /** SQL for the value of a text; NULL where it has none. */
    public String value(String text) {
        String trimmed = "trim(" + text + ")";
        return switch (kind) {
            case TEXT -> text;
            case INTEGER ->
                "CASE WHEN regexp_full_match(%1$s, '[+-]?[0-9]+([.]0*)?') THEN TRY_CAST(regexp_replace(%1$s, '[.]0*$', '') AS BIGINT) END"
                        .formatted(trimmed);
            case NUMBER -> "TRY_CAST(%s AS DOUBLE)".formatted(trimmed);
            case DECIMAL_COMMA ->
                "coalesce(%s, %s)".formatted(decimal(trimmed, ",", "."), decimal(bare(text), ",", "."));
            case DECIMAL_POINT ->
                "coalesce(%s, %s)".formatted(decimal(trimmed, ".", ","), decimal(bare(text), ".", ","));
            case BOOLEAN ->
                "CASE WHEN lower(%1$s) IN ('true', 'yes', 't', 'y', '1') THEN true WHEN lower(%1$s) IN ('false', 'no', 'f', 'n', '0') THEN false END"
                        .formatted(trimmed);
            case DATE -> format == null
                    ? finite("TRY_CAST(%s AS DATE)".formatted(trimmed))
                    : "CAST(try_strptime(%s, %s) AS DATE)".formatted(trimmed, SqlText.literal(format));
            case TIMESTAMP -> timestamp(trimmed);
            case EXCEL_DATE -> spreadsheetDay("TRY_CAST(floor(TRY_CAST(%s AS DOUBLE)) AS INTEGER)".formatted(trimmed));
            case ISO_WEEK -> week("regexp_replace(%s, '[^0-9]', '', 'g')".formatted(trimmed));
            case QUARTER ->
                "CASE WHEN regexp_full_match(%1$s, '[0-9]{4}[^0-9]{0,2}[1-4]') THEN make_date(CAST(left(%1$s, 4) AS INTEGER), 3 * CAST(right(%1$s, 1) AS INTEGER) - 2, 1) END"
                        .formatted(trimmed);
            case EPOCH_SECONDS -> epoch(trimmed, 1_000_000);
            case EPOCH_MILLISECONDS -> epoch(trimmed, 1_000);
        };
    }

    /** SQL for a text without its blanks and units at both ends; 5- and (5) as bookkeeping has them are -5. */
    static String bare(String text) {
        String inner = "regexp_replace(trim(%s), '^[(](.+)[)]$', '-\\1')".formatted(text);
        String right = "regexp_replace(%1$s, '^([+-]?)%3$s%2$s%3$s([+-]?)', '\\1\\2')".formatted(inner, UNIT, BLANKS);
        return "regexp_replace(regexp_replace(%1$s, '%3$s%2$s$', ''), '^([0-9][^-]*)-$', '-\\1')".formatted(right, UNIT,
                BLANKS);
    }

    /** SQL for the unit of a text; empty where it has none. */
    static String unit(String text) {
        return "regexp_extract(%s, '%s')".formatted(text, UNIT);
    }

    private static String decimal(String text, String mark, String gap) {
        String gaps = "[" + gap + GAPS + "]";
        String whole = "([0-9]+|[0-9]{1,3}(" + gaps + "[0-9]{3})+)";
        return "CASE WHEN regexp_full_match(%1$s, '[+-]?%2$s([%3$s][0-9]*)?') THEN TRY_CAST(replace(regexp_replace(%1$s, '%4$s', '', 'g'), '%3$s', '.') AS DOUBLE) END"
                .formatted(text, whole, mark, gaps);
    }

    private static String epoch(String text, int micros) {
        return "CASE WHEN abs(TRY_CAST(%1$s AS DOUBLE) * %2$d) < %3$d THEN make_timestamp(CAST(round(TRY_CAST(%1$s AS DOUBLE) * %2$d) AS BIGINT)) END"
                .formatted(text, micros, MICROS_OF_YEAR_10000);
    }

    /** Spreadsheets know a 29 February 1900, which is day 60, and nothing before 1900 or after 9999. */
    private static String spreadsheetDay(String day) {
        return "CASE WHEN %1$s BETWEEN 1 AND 59 THEN DATE '1899-12-31' + %1$s WHEN %1$s BETWEEN 61 AND 2958465 THEN DATE '1899-12-30' + %1$s END"
                .formatted(day);
    }

    /** DuckDB reads the week 53 of a year of 52 as one of the next. */
    private static String week(String digits) {
        String monday = "try_strptime(%s || '1', '%%G%%V%%u')".formatted(digits);
        return "CASE WHEN strftime(%1$s, '%%G%%V') = %2$s THEN CAST(%1$s AS DATE) END".formatted(monday, digits);
    }

    /** A date or timestamp of a calendar: {@code infinity} is none, though DuckDB reads it. */
    public static String finite(String time) {
        return "CASE WHEN isfinite(%1$s) THEN %1$s END".formatted(time);
    }

    /** An offset counts where one is written, the zone elsewhere; in UTC, which is what the lake has. */
    private String timestamp(String text) {
        if (format != null) {
            String parsed = "try_strptime(%s, %s)".formatted(text, SqlText.literal(format));
            return format.contains("%z") ? "timezone('UTC', %s)".formatted(parsed) : local(parsed);
        }
        return "CASE WHEN %s THEN timezone('UTC', TRY_CAST(%s AS TIMESTAMPTZ)) ELSE %s END".formatted(hasOffset(text),
                text, local(finite("TRY_CAST(" + text + " AS TIMESTAMP)")));
    }

    private String local(String timestamp) {
        return zone == null ? timestamp : localToUtc(timestamp, zone);
    }

    /** SQL for the instant of a local time, as a timestamp in UTC. */
    public static String localToUtc(String timestamp, ZoneId zone) {
        return "timezone('UTC', timezone(%s, %s))".formatted(SqlText.literal(zone.getId()), timestamp);
    }

    /** Whether a timestamp says how far it is from UTC. DuckDB's own TIMESTAMP would pass over it without a word. */
    static String hasOffset(String text) {
        return "(contains(%1$s, '+') OR ends_with(%1$s, 'Z') OR ends_with(%1$s, 'z') OR contains(substr(%1$s, 12), '-'))"
                .formatted(text);
    }
}
