package io.manymodels.ingestion.source;

import io.manymodels.family.DeclaredType.Kind;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether commas and dots in numbers stand before a fraction or between thousands. Where the values leave doubt
 * nobody guesses: the column is text, or a warning says how it was read.
 *
 * @param comma values that are numbers with decimal commas, {@code point} with decimal points
 * @param commaGroups values like 1,234, which may be either
 * @param otherCommas values with a comma that stands between no thousands
 * @param twoCommas values like 1,234,567, {@code twoDots} like 1.234.567
 * @param gaps values like 1 234 and 1'234
 * @param dotGroups values like 1.234, {@code otherDots} with a dot that stands between no thousands
 * @param united values that are numbers but for a unit, {@code units} how many different ones, {@code unit} one of them
 */
record DecimalMarks(long comma, long point, long commaGroups, long otherCommas, long twoCommas, long twoDots,
        long gaps, long dotGroups, long otherDots, long united, long units, String unit) {

    /** Of the values with a dot before three digits, so many end with a zero where the dots are between thousands. */
    private static final double ROUND = 0.3;
    private static final int EVIDENCE = 3;

    /** SQL of the counts, in the order of the components. */
    static List<String> counts(String text) {
        String value = TextReading.bare(text);
        String united = "%1$s <> '' AND regexp_full_match(%2$s, '[+-]?[0-9][0-9.,%3$s]*')".formatted(
                TextReading.unit(text), value, TextReading.GAPS);
        String unit = "CASE WHEN %s THEN %s END".formatted(united, TextReading.unit(text));
        return List.of("count(%s)".formatted(TextReading.of(Kind.DECIMAL_COMMA).value(text)),
                "count(%s)".formatted(TextReading.of(Kind.DECIMAL_POINT).value(text)),
                matching(value, "[+-]?[0-9]{1,3}(,[0-9]{3})+"),
                "count_if(contains(%1$s, ',') AND NOT regexp_full_match(%1$s, '[+-]?[0-9]{1,3}(,[0-9]{3})+'))"
                        .formatted(value),
                matching(value, "[+-]?[0-9]{1,3}(,[0-9]{3}){2,}([.][0-9]*)?"),
                matching(value, "[+-]?[0-9]{1,3}([.][0-9]{3}){2,}(,[0-9]*)?"),
                matching(value, "[+-]?[0-9]{1,3}([" + TextReading.GAPS + "][0-9]{3})+([.,][0-9]*)?"),
                matching(value, "[+-]?[0-9]{1,3}([.][0-9]{3})+"),
                "count_if(contains(%1$s, '.') AND NOT regexp_full_match(%1$s, '[+-]?[0-9]{1,3}([.][0-9]{3})+'))"
                        .formatted(value),
                "count_if(%s)".formatted(united), "count(DISTINCT %s)".formatted(unit), "min(%s)".formatted(unit));
    }

    /** @param texts the same places, of which the last is a text */
    static DecimalMarks of(IntToLongFunction counts, IntFunction<String> texts) {
        return new DecimalMarks(counts.applyAsLong(0), counts.applyAsLong(1), counts.applyAsLong(2),
                counts.applyAsLong(3), counts.applyAsLong(4), counts.applyAsLong(5), counts.applyAsLong(6),
                counts.applyAsLong(7), counts.applyAsLong(8), counts.applyAsLong(9), counts.applyAsLong(10),
                texts.apply(11));
    }

    private static String matching(String value, String pattern) {
        return "count_if(regexp_full_match(trim(%s), '%s'))".formatted(value, pattern);
    }

    /**
     * How a column is read; null where it holds no such numbers.
     *
     * @param enough values that must fit
     * @param fractions whether some values are plain numbers with a decimal point
     */
    @Nullable
    TextColumn decide(String column, long values, long enough, boolean fractions) {
        if (united > 0 && Math.max(comma, point) >= enough) {
            return united(column, values, enough);
        }
        if (comma >= enough && (otherCommas > 0 || twoDots > 0)) {
            return new TextColumn(column, TextReading.of(Kind.DECIMAL_COMMA), values, comma,
                    "[%s] is read with decimal commas. Maybe columns.types: {%s: text} where they are no numbers"
                            .formatted(column, column));
        }
        if (point >= enough && (fractions || otherCommas > 0 || twoCommas > 0 || gaps > 0)) {
            return new TextColumn(column, TextReading.of(Kind.DECIMAL_POINT), values, point,
                    "[%s] is read with commas between thousands. Maybe columns.types: {%s: text} where they are no numbers"
                            .formatted(column, column));
        }
        if (point >= enough && commaGroups > 0) {
            return new TextColumn(column, TextReading.TEXT, values, values,
                    "[%1$s] is text, because a comma before three digits may stand before a fraction or between thousands. Maybe columns.types: {%1$s: decimal-point} for thousands, or {%1$s: decimal-comma}"
                            .formatted(column));
        }
        return null;
    }

    /** SQL of what {@link #dotted} wants to know about a column of numbers, which is dear where it asks for commas. */
    static List<String> dots(String value, boolean commas) {
        return List.of("count(%s)".formatted(value),
                commas ? "count(%s)".formatted(TextReading.of(Kind.DECIMAL_COMMA).value(value)) : "0",
                matching(value, "[+-]?[1-9][0-9]{0,2}[.][0-9]{3}"), matching(value, "[+-]?[1-9][0-9]{0,2}[.][0-9]{2}0"),
                matching(value, "[+-]?[1-9][0-9]{2}"), matching(value, "[+-]?(0|[1-9][0-9]{0,2})"));
    }

    /** Numbers with a unit: read where all have the same one, and where their commas and dots leave no doubt. */
    private TextColumn united(String column, long values, long enough) {
        if (units > 1) {
            return new TextColumn(column, TextReading.TEXT, values, values,
                    "[%1$s] is text, because its numbers have [%2$d] different units, for example [%3$s]. Maybe columns.types: {%1$s: decimal-point} to read 1,234.5 without them, {%1$s: decimal-comma} for 1.234,5, or convert them in the transform"
                            .formatted(column, units, unit));
        }
        boolean commas = comma >= enough && (otherCommas > 0 || twoDots > 0);
        boolean points = point >= enough && (otherDots > 0 || twoCommas > 0 || dotGroups + commaGroups == 0);
        if (!commas && !points) {
            return new TextColumn(column, TextReading.TEXT, values, values,
                    "[%1$s] is text, because a comma or dot before three digits may stand before a fraction or between thousands, and each number has its [%2$s]. Maybe columns.types: {%1$s: decimal-point} for 1,234.5, or {%1$s: decimal-comma} for 1.234,5"
                            .formatted(column, unit));
        }
        return new TextColumn(column, TextReading.of(commas ? Kind.DECIMAL_COMMA : Kind.DECIMAL_POINT), values,
                commas ? comma : point,
                "[%1$s] is read as numbers without their [%2$s]: 12.5 %% is 12.5. Maybe columns.types: {%1$s: text} where they are no numbers"
                        .formatted(column, unit));
    }

    /**
     * A column of numbers whose dots may stand between thousands: they do where another column has decimal commas, and where
     * 950 stands beside 12.500, because a fraction is written with the same digits always or without zeros at its end.
     *
     * @param commas whether another column has decimal commas
     */
    static TextColumn dotted(TextColumn column, boolean commas, IntToLongFunction counts) {
        long values = counts.applyAsLong(0);
        long grouped = counts.applyAsLong(2);
        long round = counts.applyAsLong(3);
        boolean small = counts.applyAsLong(5) == column.fitting() - grouped && counts.applyAsLong(4) >= EVIDENCE;
        if (commas && counts.applyAsLong(1) == values) {
            return new TextColumn(column.name(), TextReading.of(Kind.DECIMAL_COMMA), values, values, null);
        }
        if (small && round >= EVIDENCE) {
            return new TextColumn(column.name(), TextReading.of(Kind.DECIMAL_COMMA), values, column.fitting(),
                    "[%1$s] is read with dots between thousands, because it holds whole numbers up to 999 beside others like 12.500. Maybe columns.types: {%1$s: number} where they are fractions"
                            .formatted(column.name()));
        }
        return grouped == values && round > ROUND * values
                ? new TextColumn(column.name(), column.reading(), column.values(), column.fitting(),
                        "[%1$s] is read with decimal points, and all of its values have three digits behind them. Maybe columns.types: {%1$s: decimal-comma} where dots stand between thousands"
                                .formatted(column.name()))
                : column;
    }
}
