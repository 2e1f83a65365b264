package io.manymodels.family;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small formats of a spec: {@code 60s}, {@code 5y}, {@code 2%}. */
final class Quantities {

    private static final Pattern AMOUNT = Pattern.compile("([1-9][0-9]{0,6})\\s*([a-z]*)");

    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");

    /** Suffix to unit; months are {@code mo}, because {@code m} would be minutes in a duration. */
    private static final Map<String, TimeStep> STEPS = new LinkedHashMap<>();
    static {
        STEPS.put("y", TimeStep.YEAR);
        STEPS.put("q", TimeStep.QUARTER);
        STEPS.put("mo", TimeStep.MONTH);
        STEPS.put("w", TimeStep.WEEK);
        STEPS.put("d", TimeStep.DAY);
        STEPS.put("h", TimeStep.HOUR);
        STEPS.put("min", TimeStep.MINUTE);
    }

    private Quantities() {}

    /** A number as people write it: Java itself would also read {@code 1d}, {@code 0x1p3} and {@code Infinity}. */
    static double decimal(String text) {
        double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    /** {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}; a bare number counts seconds. */
    static Duration duration(String text) {
        Matcher matcher = matched(text);
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "", "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }

    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** {@code 5y}, {@code 18mo}, {@code 90d}; a bare number counts steps of the time column. */
    static FamilySpec.History history(String text) {
        Matcher matcher = matched(text);
        int amount = Integer.parseInt(matcher.group(1));
        if (matcher.group(2).isEmpty()) {
            return new FamilySpec.History(amount, null);
        }
        TimeStep unit = STEPS.get(matcher.group(2));
        if (unit == null) {
            throw new IllegalArgumentException(text);
        }
        return new FamilySpec.History(amount, unit);
    }

    static String text(FamilySpec.History history) {
        String suffix = STEPS.entrySet().stream().filter(step -> step.getValue() == history.unit())
                .map(Map.Entry::getKey).findFirst().orElse("");
        return history.amount() + suffix;
    }

    /** {@code 2%} is a share of the champion's value, {@code 0.02} an amount in the metric's units. */
    static Rule.WorseThanChampionByAtMost margin(String text) {
        boolean relative = text.endsWith("%");
        double amount = relative
                ? decimal(text.substring(0, text.length() - 1)) / 100
                : decimal(text);
        if (amount < 0) {
            throw new IllegalArgumentException(text);
        }
        return new Rule.WorseThanChampionByAtMost(amount, relative);
    }

    /** {@code 5%} or {@code -20%}: how much less there may be, as a share from 0 to 1. */
    static Double share(String text) {
        String trimmed = text.strip();
        if (!trimmed.endsWith("%")) {
            throw new IllegalArgumentException(text);
        }
        double share = Math.abs(decimal(trimmed.substring(0, trimmed.length() - 1))) / 100;
        if (share > 1) {
            throw new IllegalArgumentException(text);
        }
        return share;
    }

    static String text(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    /** {@code 30d}, {@code 8w}. */
    static Duration days(String text) {
        Matcher matcher = matched(text);
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(amount);
            case "w" -> Duration.ofDays(7 * amount);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Matcher matched(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return matcher;
    }
}
