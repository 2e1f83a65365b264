package io.manymodels.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** How values read on pages: {@code @shown} in templates. */
@Component
public class Shown {

    private static final String NOTHING = "–";

    /** A figure with four digits that count. */
    public String number(@Nullable Number value) {
        if (value == null || Double.isNaN(value.doubleValue())) {
            return NOTHING;
        }
        double number = value.doubleValue();
        double size = Math.abs(number);
        if (size >= 1e15 || size > 0 && size < 1e-4) {
            return String.format(Locale.ROOT, "%.3g", number);
        }
        if (number == Math.rint(number)) {
            return String.format(Locale.ROOT, "%,d", (long) number);
        }
        int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }

    /** A difference with its sign. */
    public String change(@Nullable Double value) {
        return value == null ? NOTHING : (value > 0 ? "+" : "") + number(value);
    }

    /** The difference of two means with its sign; none where the order of summing alone tells them apart. */
    public String change(double before, double after) {
        double difference = after - before;
        return change(Math.abs(difference) <= 1e-12 * Math.abs(after) ? 0.0 : difference);
    }

    /** A share as percent. */
    public String percent(@Nullable Double share) {
        return share == null ? NOTHING : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A metric's unit: percent where it is one. */
    public String unit(@Nullable String metric) {
        return switch (metric) {
            case "mape", "wmape", "smape", "bias", "coverage" -> "%";
            case null, default -> "";
        };
    }

    /** A size in memory or storage. */
    public String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double kilo = bytes / 1024.0;
        return kilo < 1024
                ? String.format(Locale.ROOT, "%.0f kB", kilo)
                : String.format(Locale.ROOT, "%.1f MB", kilo / 1024);
    }

    /** A moment to the minute, where no browser puts it into the reader's zone. */
    public String moment(String at) {
        return at.substring(0, 16).replace('T', ' ') + " UTC";
    }

    /** How long, in the largest units that matter. */
    public String duration(@Nullable String from, @Nullable String to) {
        if (from == null || to == null) {
            return NOTHING;
        }
        try {
            return duration(Duration.between(Instant.parse(from), Instant.parse(to)));
        } catch (DateTimeParseException _) {
            return NOTHING;
        }
    }

    /** The same of a duration. */
    public String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    /** A key as people say it: {@code store 2, brand 1}. */
    public String key(@Nullable JsonNode key) {
        return key == null || key.isEmpty()
                ? "all keys"
                : key.properties().stream().map(column -> column.getKey() + " " + column.getValue().asString(""))
                        .collect(Collectors.joining(", "));
    }

    /** Any value of JSON; text without quotes. */
    public String value(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case JsonNode node when node.isNull() || node.isMissingNode() -> NOTHING;
            case JsonNode node when node.isNumber() -> number(node.numberValue());
            case JsonNode node when node.isValueNode() -> node.asString("");
            case Number number -> number(number);
            default -> value.toString();
        };
    }
}
