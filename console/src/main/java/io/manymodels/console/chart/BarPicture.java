package io.manymodels.console.chart;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Bars side by side, from zero up.
 *
 * @param sizes none is negative
 */
public record BarPicture(List<Double> sizes) {

    public BarPicture {
        sizes = List.copyOf(sizes);
    }

    /** The bins of a histogram, as promotion tells it. */
    public static BarPicture of(JsonNode histogram) {
        return new BarPicture(histogram.path("bins").valueStream().map(bin -> bin.path("keys").asDouble()).toList());
    }

    /** An SVG element of this size. */
    public String svg(int width, int height) {
        double largest = Math.max(1e-9, sizes.stream().mapToDouble(Double::doubleValue).max().orElse(1));
        double step = (double) width / Math.max(1, sizes.size());
        StringBuilder svg = Svg.opened(width, height);
        for (int i = 0; i < sizes.size(); i++) {
            double tall = sizes.get(i) == 0 ? 0 : Math.max(1, sizes.get(i) / largest * (height - 2));
            svg.append(String.format(Locale.ROOT,
                    "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", i * step + 1,
                    height - tall, Math.max(1, step - 2), tall));
        }
        return svg.append("</svg>").toString();
    }
}
