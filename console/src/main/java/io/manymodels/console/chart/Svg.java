package io.manymodels.console.chart;

/** What pictures have in common. */
final class Svg {

    private Svg() {}

    /** The beginning of a picture; what it says stands in words beside it, so it is hidden from screen readers. */
    static StringBuilder opened(int width, int height) {
        return new StringBuilder(
                "<svg class=\"picture\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" aria-hidden=\"true\" focusable=\"false\">"
                        .formatted(width, height, width, height));
    }
}
