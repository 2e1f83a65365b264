package io.manymodels.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.chart.ReliabilityPicture.Point;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void aGapEndsALineAndALonelyValueIsAPoint() {
        String svg = LinePicture.of(Arrays.asList(1.0, 2.0, null, 3.0, null, 2.0, 1.0)).svg(100, 50);

        assertThat(svg).containsOnlyOnce("<circle").contains("d=\"M4.0").doesNotContain("NaN");
        assertThat(svg.chars().filter(c -> c == 'M').count()).isEqualTo(3);
    }

    @Test
    void theForecastHasABandAroundIt() {
        String svg = new LinePicture(Arrays.asList(1.0, 2.0, null), Arrays.asList(null, null, 2.5),
                Arrays.asList(null, 2.0, 3.0), Arrays.asList(null, 1.5, 1.0), Arrays.asList(null, 2.5, 4.0))
                .svg(100, 50);

        assertThat(svg).contains("class=\"band\"", "class=\"forecast\"", "class=\"earlier\"").endsWith("</svg>");
    }

    @Test
    void whatIsTheSameButForTheOrderOfSummingIsALevelLine() {
        String svg = LinePicture.of(List.of(32.3, 32.3 - 1e-12)).svg(100, 50);

        assertThat(svg).contains("d=\"M4.0 25.0L96.0 25.0\"");
    }

    /** Two per cent are two per cent, even where nothing is more probable. */
    @Test
    void aSmallProbabilityLiesLow() {
        String svg = new LinePicture(Arrays.asList(0.0, 0.0, null), Arrays.asList(null, null, 0.02), List.of(),
                List.of(), List.of()).svgOfProbabilities(100, 50);

        assertThat(svg).contains("cx=\"96.0\" cy=\"45.2\"");
    }

    @Test
    void whatComesTrueAsOftenAsItWasSaidIsOnTheDiagonal() {
        String svg = new ReliabilityPicture(List.of(new Point(0.0, 0.0, 4), new Point(1.0, 0.5, 100))).svg(216);

        assertThat(svg).contains("class=\"ideal\" d=\"M8.0 208.0L208.0 8.0\"",
                "class=\"forecast\" d=\"M8.0 208.0L208.0 108.0\"", "r=\"1.5\"", "r=\"6.0\"");
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(new ReliabilityPicture(List.of()).svg(100)).doesNotContain("circle").doesNotContain("NaN");
        assertThat(LinePicture.of(List.of()).svg(100, 50)).doesNotContain("<path").doesNotContain("NaN");
        assertThat(new BarPicture(List.of()).svg(100, 50)).doesNotContain("<rect");
    }

    @Test
    void theSmallestBarIsSeenAndNoneIsNot() {
        assertThat(new BarPicture(List.of(0.0, 1.0, 1e6)).svg(30, 50)).contains("height=\"0.0\"", "height=\"1.0\"",
                "height=\"48.0\"");
    }
}
