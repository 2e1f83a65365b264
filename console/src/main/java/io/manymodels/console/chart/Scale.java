package io.manymodels.console.chart;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From values to pixels.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 */
record Scale(double low, double high, double from, double to) {

    /** From the smallest to the largest of the values, with a little room. */
    static Scale over(Stream<? extends Collection<? extends @Nullable Double>> series, double from, double to) {
        double[] bounds = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        series.flatMap(Collection::stream).filter(Objects::nonNull).forEach(value -> {
            bounds[0] = Math.min(bounds[0], value);
            bounds[1] = Math.max(bounds[1], value);
        });
        if (bounds[0] > bounds[1]) {
            return new Scale(0, 1, from, to);
        }
        return around(bounds[0], bounds[1], from, to);
    }

    /** From one value to the other, with a little room. */
    static Scale around(double least, double most, double from, double to) {
        double span = most - least;
        double size = Math.max(Math.abs(least), Math.abs(most));
        // What the order of summing alone tells apart is the same: it must not fill the picture.
        double room = span > 1e-9 * size ? span * 0.05 : Math.max(1, size * 0.05);
        return new Scale(least >= 0 ? Math.max(0, least - room) : least - room, most + room, from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** The same as SVG writes it. */
    String text(double value) {
        return String.format(Locale.ROOT, "%.1f", at(value));
    }
}
