package io.manymodels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures of labels beside figures that were worked out by hand. */
class LabelMeasureTest {

    private static final LabelMeasure ACCURACY = new LabelMeasure.Accuracy();
    private static final LabelMeasure LOG_LOSS = new LabelMeasure.LogLoss();
    private static final LabelMeasure BRIER = new LabelMeasure.Brier();
    private static final LabelMeasure F1 = new LabelMeasure.MacroF1();
    private static final LabelMeasure AUC = new LabelMeasure.RocArea();

    /** The last row has two labels that are equally probable: the first of them is the predicted one. */
    private static final LabelRows THREE = new LabelRows(new int[] {0, 1, 2, 0},
            new double[][] {{0.7, 0.3, 0.5, 0.4}, {0.2, 0.4, 0.3, 0.4}, {0.1, 0.3, 0.2, 0.2}});
    private static final LabelRows TWO = new LabelRows(new int[] {1, 0, 1},
            new double[][] {{0.2, 0.7, 0.6}, {0.8, 0.3, 0.4}});

    static Stream<Arguments> byHand() {
        return Stream.of(Arguments.of(ACCURACY, THREE, 0.75), Arguments.of(ACCURACY, TWO, 2 / 3.0),
                Arguments.of(LOG_LOSS, THREE, -(Math.log(0.7) + 2 * Math.log(0.4) + Math.log(0.2)) / 4),
                Arguments.of(LOG_LOSS, TWO, -(Math.log(0.8) + Math.log(0.7) + Math.log(0.4)) / 3),
                // Of three labels the sum over labels, of two that of the second.
                Arguments.of(BRIER, THREE, (0.14 + 0.54 + 0.98 + 0.56) / 4),
                Arguments.of(BRIER, TWO, (0.04 + 0.09 + 0.36) / 3),
                // 2 x 2 / (2 + 3); 2 x 1 / (1 + 1); never right.
                Arguments.of(F1, THREE, (0.8 + 1 + 0) / 3),
                // 2 x 1 / (1 + 2); 2 x 1 / (2 + 1).
                Arguments.of(F1, TWO, 2 / 3.0),
                // Pairs on the right side: 3 of 4; 2 of 3 and a tie; 1 of 3 and a tie.
                Arguments.of(AUC, THREE, (0.75 + 2.5 / 3 + 1.5 / 3) / 3), Arguments.of(AUC, TWO, 1.0));
    }

    @ParameterizedTest
    @MethodSource("byHand")
    void aMeasureIsWhatItsDefinitionGives(LabelMeasure measure, LabelRows rows, double value) {
        assertThat(measure.value(rows)).isCloseTo(value, within(1e-12));
    }

    static Stream<Arguments> extremes() {
        LabelRows right = new LabelRows(new int[] {0, 1}, new double[][] {{1, 0}, {0, 1}});
        LabelRows wrong = new LabelRows(new int[] {0, 1}, new double[][] {{0, 1}, {1, 0}});
        LabelRows even = new LabelRows(new int[] {0, 1}, new double[][] {{0.5, 0.5}, {0.5, 0.5}});
        return Stream.of(Arguments.of(ACCURACY, right, 1), Arguments.of(ACCURACY, wrong, 0),
                Arguments.of(LOG_LOSS, right, 0), Arguments.of(LOG_LOSS, wrong, -Math.log(1e-15)),
                Arguments.of(LOG_LOSS, even, Math.log(2)), Arguments.of(BRIER, right, 0),
                Arguments.of(BRIER, wrong, 1), Arguments.of(BRIER, even, 0.25), Arguments.of(F1, right, 1),
                Arguments.of(F1, wrong, 0), Arguments.of(AUC, right, 1), Arguments.of(AUC, wrong, 0),
                Arguments.of(AUC, even, 0.5));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void aMeasureReachesBothEnds(LabelMeasure measure, LabelRows rows, double value) {
        assertThat(measure.value(rows)).isCloseTo(value, within(1e-12));
    }

    @Test
    void withoutRowsThereIsNoValue() {
        LabelRows none = new LabelRows(new int[0], new double[][] {{}, {}});

        for (LabelMeasure measure : List.of(ACCURACY, LOG_LOSS, BRIER)) {
            assertThat(measure.value(none)).as("%s", measure).isNaN();
        }
        assertThat(F1.losses(none)).isEmpty();
    }

    @Test
    void whereOneLabelAloneCameToPassTheAreaIsOfTheOthersAndLossesDecideNothing() {
        LabelRows one = new LabelRows(new int[] {1, 1}, new double[][] {{0.4, 0.9}, {0.6, 0.1}});
        LabelRows twoOfThree = new LabelRows(new int[] {0, 1},
                new double[][] {{0.7, 0.1}, {0.2, 0.8}, {0.1, 0.1}});

        assertThat(AUC.value(one)).isNaN();
        assertThat(AUC.losses(one)).containsExactly(1, 1);
        assertThat(AUC.value(twoOfThree)).isEqualTo(1);
    }

    /** So that rows of two models can be compared one by one, the mean of losses is the measure, or one minus it. */
    @Property
    void theMeanOfLossesIsTheMeasureItself(@ForAll("rows") LabelRows rows) {
        assertThat(mean(ACCURACY.losses(rows))).isCloseTo(1 - ACCURACY.value(rows), within(1e-9));
        assertThat(mean(LOG_LOSS.losses(rows))).isCloseTo(LOG_LOSS.value(rows), within(1e-9));
        assertThat(mean(BRIER.losses(rows))).isCloseTo(BRIER.value(rows), within(1e-9));
        assertThat(mean(F1.losses(rows))).isCloseTo(1 - F1.value(rows), within(1e-9));
        double area = AUC.value(rows);
        assertThat(mean(AUC.losses(rows))).isCloseTo(Double.isNaN(area) ? 1 : 1 - area, within(1e-9));
    }

    @Property
    void theOrderOfRowsDecidesNothing(@ForAll("rows") LabelRows rows) {
        int n = rows.size();
        int[] actual = IntStream.range(0, n).map(i -> rows.actual()[n - 1 - i]).toArray();
        double[][] probabilities = Arrays.stream(rows.probabilities())
                .map(label -> IntStream.range(0, n).mapToDouble(i -> label[n - 1 - i]).toArray())
                .toArray(double[][]::new);
        LabelRows turned = new LabelRows(actual, probabilities);

        for (LabelMeasure measure : List.of(ACCURACY, LOG_LOSS, BRIER, F1, AUC)) {
            double value = measure.value(rows);
            if (Double.isNaN(value)) {
                assertThat(measure.value(turned)).isNaN();
            } else {
                assertThat(measure.value(turned)).isCloseTo(value, within(1e-9));
            }
        }
    }

    @Property
    void theAreaLooksAtTheOrderOfScoresAlone(@ForAll("rows") LabelRows rows) {
        LabelRows cubed = new LabelRows(rows.actual(), Arrays.stream(rows.probabilities())
                .map(label -> Arrays.stream(label).map(p -> p * p * p).toArray()).toArray(double[][]::new));

        assertThat(Double.valueOf(AUC.value(cubed))).isEqualTo(Double.valueOf(AUC.value(rows)));
    }

    /** Probabilities on a coarse grid, so that ties are common. */
    @Provide
    Arbitrary<LabelRows> rows() {
        return Arbitraries.integers().between(2, 4).flatMap(labels -> Arbitraries.integers().between(1, 30)
                .flatMap(n -> Combinators.combine(
                        Arbitraries.integers().between(0, labels - 1).array(int[].class).ofSize(n),
                        Arbitraries.integers().between(1, 5).map(Integer::doubleValue).array(Double[].class)
                                .ofSize(n * labels))
                        .as((actual, weights) -> normalised(actual, weights, labels))));
    }

    private static LabelRows normalised(int[] actual, Double[] weights, int labels) {
        double[][] probabilities = new double[labels][actual.length];
        for (int i = 0; i < actual.length; i++) {
            double sum = 0;
            for (int k = 0; k < labels; k++) {
                sum += weights[i * labels + k];
            }
            for (int k = 0; k < labels; k++) {
                probabilities[k][i] = weights[i * labels + k] / sum;
            }
        }
        return new LabelRows(actual, probabilities);
    }

    @Test
    void ofTwoLabelsSqlLooksAtTheSecondAsJavaDoes() {
        LabelColumns two = new LabelColumns("t", List.of("'no'", "'yes'"), List.of("p_no", "p_yes"));
        LabelColumns three = new LabelColumns("t", List.of("'a'", "'b'", "'c'"), List.of("p_a", "p_b", "p_c"));

        for (LabelMeasure measure : List.of(BRIER, AUC)) {
            assertThat(measure.sql(two)).as("%s", measure).contains("p_yes", "'yes'").doesNotContain("p_no", "'no'");
            assertThat(measure.sql(three)).as("%s", measure).contains("p_a", "p_b", "p_c");
        }
        assertThat(LOG_LOSS.sql(two)).contains("WHEN 'no' THEN p_no", "WHEN 'yes' THEN p_yes", "1e-15");
        assertThat(F1.sql(three)).contains("actual = 'c' AND prediction = 'c'").endsWith("/ 3");
        assertThat(ACCURACY.sql(two)).contains("actual = prediction");
    }

    @Test
    void labelsWithoutTheirColumnsAndRowsWithoutTheirProbabilitiesAreRefused() {
        assertThatThrownBy(() -> new LabelColumns("t", List.of("'a'"), List.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[1]").hasMessageContaining("[0]");
        assertThatThrownBy(() -> new LabelRows(new int[2], new double[][] {{0.5}}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[2]").hasMessageContaining("[1]");
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
