package io.manymodels.console.chart;

import java.util.List;
import java.util.Locale;

/** How often came true what was said with a probability: on the diagonal as often as it was said, above it more often. */
public record ReliabilityPicture(List<Point> points) {

    private static final double MARGIN = 8;
    private static final double LARGEST = 6;
    private static final double SMALLEST = 1.5;

    public ReliabilityPicture {
        points = List.copyOf(points);
    }

    /**
     * @param said mean of the probabilities
     * @param came share of them that came true
     * @param count of them; larger counts are larger dots
     */
    public record Point(double said, double came, long count) {}

    /** A square SVG element. */
    public String svg(int size) {
        Scale x = new Scale(0, 1, MARGIN, size - MARGIN);
        Scale y = new Scale(0, 1, size - MARGIN, MARGIN);
        StringBuilder svg = Svg.opened(size, size).append(String.format(Locale.ROOT,
                "<path class=\"frame\" d=\"M%1$s %2$sL%3$s %2$sL%3$s %4$sL%1$s %4$sZ\"/><path class=\"ideal\" d=\"M%1$s %2$sL%3$s %4$s\"/>",
                x.text(0), y.text(0), x.text(1), y.text(1)));
        long most = points.stream().mapToLong(Point::count).max().orElse(1);
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : "L").append(x.text(point.said())).append(' ')
                    .append(y.text(point.came()));
            dots.append(String.format(Locale.ROOT, "<circle class=\"forecast\" cx=\"%s\" cy=\"%s\" r=\"%.1f\"/>",
                    x.text(point.said()), y.text(point.came()),
                    Math.max(SMALLEST, LARGEST * Math.sqrt((double) point.count() / most))));
        }
        if (!path.isEmpty()) {
            svg.append("<path class=\"forecast\" d=\"").append(path).append("\"/>").append(dots);
        }
        return svg.append("</svg>").toString();
    }
}
