package io.manymodels.console.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A series with its forecast, step by step: what happened, what is expected, and between which bounds.
 *
 * @param actual null where it is not known; likewise the others
 * @param forecast begins behind what is known
 * @param earlier what was forecast before
 */
public record LinePicture(List<@Nullable Double> actual, List<@Nullable Double> forecast,
        List<@Nullable Double> earlier,
        List<@Nullable Double> lower, List<@Nullable Double> upper) {

    private static final double MARGIN = 4;

    public LinePicture {
        actual = new ArrayList<>(actual);
        forecast = new ArrayList<>(forecast);
        earlier = new ArrayList<>(earlier);
        lower = new ArrayList<>(lower);
        upper = new ArrayList<>(upper);
    }

    /** A series alone. */
    public static LinePicture of(List<@Nullable Double> values) {
        return new LinePicture(values, List.of(), List.of(), List.of(), List.of());
    }

    /** An SVG element of this size. */
    public String svg(int width, int height) {
        return svg(width, height,
                Scale.over(Stream.of(actual, forecast, earlier, lower, upper), height - MARGIN, MARGIN));
    }

    /** The same of labels and their probabilities, whatever they are: certainty is above, and never below. */
    public String svgOfProbabilities(int width, int height) {
        return svg(width, height, Scale.around(0, 1, height - MARGIN, MARGIN));
    }

    private String svg(int width, int height, Scale y) {
        int steps = Math.max(2, Stream.of(actual, forecast, earlier, lower).mapToInt(List::size).max().orElse(2));
        Scale x = new Scale(0, steps - 1, MARGIN, width - MARGIN);
        StringBuilder svg = Svg.opened(width, height);
        band(svg, x, y);
        line(svg, "actual", actual, x, y);
        line(svg, "earlier", earlier, x, y);
        line(svg, "forecast", forecast, x, y);
        return svg.append("</svg>").toString();
    }

    private void band(StringBuilder svg, Scale x, Scale y) {
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (int i = 0; i < Math.min(lower.size(), upper.size()); i++) {
            Double low = lower.get(i);
            Double high = upper.get(i);
            if (low != null && high != null) {
                above.append(above.isEmpty() ? "M" : "L").append(x.text(i)).append(' ').append(y.text(high));
                below.insert(0, "L" + x.text(i) + " " + y.text(low));
            }
        }
        if (!above.isEmpty()) {
            svg.append("<path class=\"band\" d=\"").append(above).append(below).append("Z\"/>");
        }
    }

    private static void line(StringBuilder svg, String name, List<@Nullable Double> values, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        StringBuilder alone = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.size(); i++) {
            Double value = values.get(i);
            if (value == null) {
                drawing = false;
                continue;
            }
            path.append(drawing ? "L" : "M").append(x.text(i)).append(' ').append(y.text(value));
            boolean last = i + 1 >= values.size() || values.get(i + 1) == null;
            if (!drawing && last) {
                alone.append(String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"2\"/>", name,
                        x.text(i), y.text(value)));
            }
            drawing = true;
        }
        if (!path.isEmpty()) {
            svg.append("<path class=\"").append(name).append("\" d=\"").append(path).append("\"/>").append(alone);
        }
    }
}
