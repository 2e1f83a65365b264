package io.manymodels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeasuresTest {

    private static final double[] NAN = {Double.NaN};

    @Test
    void measuresNumbersByHand() {
        NumberRows rows = new NumberRows(new double[] {10, 20, 0}, new double[] {12, 15, 1},
                new double[][] {{9, 16, 0}}, new double[][] {{13, 18, 2}}, List.of(80), new double[] {4, 4, 4},
                new double[] {20, 20, 20});

        assertThat(NumberMeasure.MAPE.value(rows)).isCloseTo(100 * (0.2 + 0.25) / 2, within(1e-12));
        assertThat(NumberMeasure.WMAPE.value(rows)).isCloseTo(100 * 8 / 30.0, within(1e-12));
        assertThat(NumberMeasure.SMAPE.value(rows)).isCloseTo(100 * (4 / 22.0 + 10 / 35.0 + 2) / 3, within(1e-12));
        assertThat(NumberMeasure.BIAS.value(rows)).isCloseTo(100 * -2 / 30.0, within(1e-12));
        assertThat(NumberMeasure.MAE.value(rows)).isCloseTo(8 / 3.0, within(1e-12));
        assertThat(NumberMeasure.RMSE.value(rows)).isCloseTo(Math.sqrt(10), within(1e-12));
        assertThat(NumberMeasure.MASE.value(rows)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(NumberMeasure.RMSSE.value(rows)).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(NumberMeasure.COVERAGE.value(rows)).isCloseTo(200 / 3.0, within(1e-12));
        // Widths 4 + 2 + 2, and 2 / 0.2 times 2 above the second.
        assertThat(NumberMeasure.WINKLER.value(rows)).isCloseTo(28 / 3.0, within(1e-12));
        // Medians 4; lower 0.1 x (1 + 4 + 0); upper 0.1 x (3 + 2), and 0.9 x 2 of the second.
        assertThat(NumberMeasure.PINBALL.value(rows)).isCloseTo((4 + 0.5 + 0.5 + 1.8) / 9, within(1e-12));
    }

    /** The example of scikit-learn's documentation of mean_pinball_loss. */
    @Test
    void pinballOfTheMedianIsHalfTheAbsoluteError() {
        NumberRows rows = new NumberRows(new double[] {1, 2, 3}, new double[] {0, 2, 3}, new double[0][],
                new double[0][], List.of(), new double[3], new double[3]);

        assertThat(NumberMeasure.PINBALL.value(rows)).isCloseTo(0.5 / 3, within(1e-12));
    }

    @Test
    void hasNoValueWhereRowsDefineNone() {
        NumberRows zero = new NumberRows(new double[] {0}, new double[] {0}, new double[0][], new double[0][],
                List.of(), NAN, NAN);

        assertThat(Stream.of(NumberMeasure.MAPE, NumberMeasure.WMAPE, NumberMeasure.MASE, NumberMeasure.RMSSE,
                NumberMeasure.COVERAGE, NumberMeasure.WINKLER).map(measure -> measure.value(zero)))
                .containsOnly(Double.NaN);
        assertThat(NumberMeasure.SMAPE.value(zero)).isZero();
        assertThat(new LabelMeasure.RocArea().value(new LabelRows(new int[] {1}, new double[][] {{0.4}, {0.6}})))
                .isNaN();
    }

    /** Fawcett 2006, An introduction to ROC analysis, table of figure 3: 20 instances, area 0.68. */
    @Test
    void areaOfFawcettsExample() {
        String classes = "ppnpppnnpnpnpnnnpnpn";
        double[] scores = {0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505, 0.4, 0.39, 0.38, 0.37, 0.36, 0.35,
                0.34, 0.33, 0.30, 0.1};
        int[] actual = classes.chars().map(c -> c == 'p' ? 1 : 0).toArray();
        LabelRows rows = new LabelRows(actual,
                new double[][] {Arrays.stream(scores).map(score -> 1 - score).toArray(), scores});

        assertThat(new LabelMeasure.RocArea().value(rows)).isCloseTo(0.68, within(1e-12));
        assertThat(mean(new LabelMeasure.RocArea().losses(rows))).isCloseTo(0.32, within(1e-12));
    }

    static Stream<Metric> selecting() {
        return Arrays.stream(Metric.values()).filter(Metric::selects);
    }

    /** Whatever a spec names is what decides: the mean of its losses puts models into the metric's own order. */
    @ParameterizedTest
    @MethodSource("selecting")
    void lossesOrderModelsAsTheMetricDoes(Metric metric) {
        int decided = 0;
        for (long seed = 0; seed < 200; seed++) {
            double[] one = valueAndLoss(metric, seed, 1);
            double[] other = valueAndLoss(metric, seed, 2);
            if (one[0] != other[0]) {
                decided++;
                boolean better = metric.direction() == Metric.Direction.LOWER ? one[0] < other[0] : one[0] > other[0];
                assertThat(one[1] < other[1]).as("seed %d: %s against %s", seed, Arrays.toString(one),
                        Arrays.toString(other)).isEqualTo(better);
            }
        }
        assertThat(decided).isGreaterThan(150);
    }

    @Test
    void aPredictionThatIsMissingLosesToAnyOther() {
        NumberRows rows = new NumberRows(new double[] {3, 4}, new double[] {Double.NaN, 4}, new double[0][],
                new double[0][], List.of(), new double[] {1, 1}, new double[] {1, 1});

        selecting().map(Metric::measure).filter(NumberMeasure.class::isInstance).map(NumberMeasure.class::cast)
                .filter(measure -> !measure.equals(NumberMeasure.WINKLER))
                .forEach(measure -> assertThat(mean(measure.losses(rows))).isNaN());
    }

    @Test
    void absoluteErrorsDecideWhereTheMetricSaysNothing() {
        NumberRows rows = new NumberRows(new double[] {0, 0}, new double[] {1, 2}, new double[0][], new double[0][],
                List.of(), new double[] {Double.NaN, Double.NaN}, new double[] {Double.NaN, Double.NaN});

        assertThat(NumberMeasure.MAPE.losses(rows)).containsExactly(1, 2);
        assertThat(NumberMeasure.MASE.losses(rows)).containsExactly(1, 2);
    }

    private static double[] valueAndLoss(Metric metric, long seed, int model) {
        return switch (metric.measure()) {
            case NumberMeasure measure -> {
                NumberRows rows = numbers(seed, model);
                yield new double[] {measure.value(rows), mean(measure.losses(rows))};
            }
            case LabelMeasure measure -> {
                LabelRows rows = labels(seed, model, seed % 2 == 0 ? 2 : 3);
                yield new double[] {measure.value(rows), mean(measure.losses(rows))};
            }
        };
    }

    /** The same actual values for each model of a seed, zeros among them. */
    private static NumberRows numbers(long seed, int model) {
        Random truth = new Random(seed);
        Random noise = new Random(100 * seed + model);
        int n = 30;
        double[] actual = truth.doubles(n).map(u -> u < 0.2 ? 0 : 10 * u).toArray();
        double[] predicted = Arrays.stream(actual).map(y -> y + noise.nextGaussian()).toArray();
        double width = 0.5 + 3 * noise.nextDouble();
        double[] scale = new double[n];
        Arrays.fill(scale, 2);
        return new NumberRows(actual, predicted,
                new double[][] {Arrays.stream(predicted).map(p -> p - width).toArray()},
                new double[][] {Arrays.stream(predicted).map(p -> p + width).toArray()}, List.of(80), scale, scale);
    }

    private static LabelRows labels(long seed, int model, int labels) {
        Random truth = new Random(seed);
        Random noise = new Random(100 * seed + model);
        int n = 60;
        int[] actual = truth.ints(n, 0, labels).toArray();
        double[][] probabilities = new double[labels][n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < labels; k++) {
                probabilities[k][i] = Math.exp((actual[i] == k ? 1 : 0) + noise.nextGaussian());
                sum += probabilities[k][i];
            }
            for (int k = 0; k < labels; k++) {
                probabilities[k][i] /= sum;
            }
        }
        return new LabelRows(actual, probabilities);
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElse(Double.NaN);
    }
}
