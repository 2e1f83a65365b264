package io.manymodels.cli.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TerminalChartTest {

    private static final List<@Nullable Double> NONE = Arrays.asList(null, null, null, null);

    @Test
    void theLargestIsAtTheTopAndTheForecastStandsInItsBand() {
        TerminalChart chart = new TerminalChart(Arrays.asList(0.0, 10.0, 5.0, null),
                Arrays.asList(null, null, null, 5.0),
                Arrays.asList(null, null, null, 2.5), Arrays.asList(null, null, null, 7.5));

        assertThat(chart.lines(5)).containsExactly("     10.00 | *", "           |   :", "     5.000 |  *o",
                "           |   :", "     0.000 |*");
    }

    @Test
    void aSeriesThatNeverMovesIsALine() {
        assertThat(new TerminalChart(Arrays.asList(7.0, 7.0, 7.0, 7.0), NONE, NONE, NONE).lines(3))
                .filteredOn(line -> line.contains("*")).singleElement().asString().endsWith("|****");
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(new TerminalChart(NONE, NONE, NONE, NONE).lines(5)).isEmpty();
    }
}
