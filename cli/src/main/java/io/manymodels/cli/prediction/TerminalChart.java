package io.manymodels.cli.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A series and its forecast in characters: {@code *} what happened, {@code o} what is expected, {@code :} between the
 * bounds.
 *
 * @param actual one a step, null where it is not known; likewise the others
 */
record TerminalChart(List<@Nullable Double> actual, List<@Nullable Double> forecast, List<@Nullable Double> lower,
        List<@Nullable Double> upper) {

    private static final int LABEL = 10;

    /** Lines from the top, with the values of the first, the middle and the last one. */
    List<String> lines(int height) {
        double[] bounds = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Stream.of(actual, forecast, lower, upper).flatMap(List::stream).filter(Objects::nonNull).forEach(value -> {
            bounds[0] = Math.min(bounds[0], value);
            bounds[1] = Math.max(bounds[1], value);
        });
        if (bounds[0] > bounds[1]) {
            return List.of();
        }
        double low = bounds[0];
        double high = bounds[1] > low ? bounds[1] : low + 1;
        char[][] cells = new char[height][actual.size()];
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
        for (int step = 0; step < actual.size(); step++) {
            Double from = lower.get(step);
            Double to = upper.get(step);
            if (from != null && to != null) {
                for (int row = row(to, low, high, height); row <= row(from, low, high, height); row++) {
                    cells[row][step] = ':';
                }
            }
            mark(cells, step, actual.get(step), '*', low, high);
            mark(cells, step, forecast.get(step), 'o', low, high);
        }
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            boolean labelled = row == 0 || row == height - 1 || row == height / 2;
            double value = high - (high - low) * row / Math.max(1, height - 1);
            lines.add((labelled ? String.format(Locale.ROOT, "%" + LABEL + ".4g", value) : " ".repeat(LABEL)) + " |"
                    + new String(cells[row]).stripTrailing());
        }
        return lines;
    }

    private static void mark(char[][] cells, int step, @Nullable Double value, char sign, double low, double high) {
        if (value != null) {
            cells[row(value, low, high, cells.length)][step] = sign;
        }
    }

    private static int row(double value, double low, double high, int height) {
        return Math.clamp(Math.round((high - value) / (high - low) * (height - 1)), 0, height - 1);
    }
}
