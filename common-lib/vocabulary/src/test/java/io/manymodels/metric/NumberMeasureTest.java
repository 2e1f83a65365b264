package io.manymodels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where rows count for a measure, where they do not, and the SQL that says the same. */
class NumberMeasureTest {

    private static final double NONE = Double.NaN;

    /** Rows with one interval of 80 %. */
    private static NumberRows rows(double[] actual, double[] predicted, double[] lower, double[] upper) {
        double[] naive = new double[actual.length];
        Arrays.fill(naive, 2);
        return new NumberRows(actual, predicted, new double[][] {lower}, new double[][] {upper}, List.of(80), naive,
                naive);
    }

    private static NumberRows row(double actual, double predicted, double lower, double upper) {
        return rows(new double[] {actual}, new double[] {predicted}, new double[] {lower}, new double[] {upper});
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 9, 100", "9, 5, 9, 100", "7, 5, 9, 100", "4.999, 5, 9, 0", "9.001, 5, 9, 0", "7, 7, 7, 100"})
    void aBoundBelongsToItsInterval(double actual, double lower, double upper, double coverage) {
        assertThat(NumberMeasure.COVERAGE.value(row(actual, 7, lower, upper))).isEqualTo(coverage);
    }

    @ParameterizedTest
    @CsvSource({"7, 4", "5, 4", "9, 4", "4, 14", "11, 24"})
    void outsideItsIntervalARowPaysTenTimesItsDistance(double actual, double winkler) {
        assertThat(NumberMeasure.WINKLER.value(row(actual, 7, 5, 9))).isCloseTo(winkler, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 3, 200", "3, 0, 200", "-3, 3, 200", "2, 2, 0", "1, 3, 100"})
    void symmetricErrorsLieBetweenNothingAndTwoHundredPercent(double actual, double predicted, double smape) {
        assertThat(NumberMeasure.SMAPE.value(row(actual, predicted, 0, 0))).isCloseTo(smape, within(1e-9));
    }

    @Test
    void biasHasASignAndErrorsOfBothSidesCancelOut() {
        double[] actual = {10, 10};

        assertThat(NumberMeasure.BIAS.value(rows(actual, new double[] {12, 12}, actual, actual)))
                .isCloseTo(20, within(1e-9));
        assertThat(NumberMeasure.BIAS.value(rows(actual, new double[] {7, 11}, actual, actual)))
                .isCloseTo(-10, within(1e-9));
        assertThat(NumberMeasure.BIAS.value(rows(new double[] {-10, 10}, new double[] {-12, 12}, actual, actual)))
                .isCloseTo(0, within(1e-9));
    }

    static Stream<Arguments> ofNumbers() {
        return Stream.of(Metric.values()).filter(metric -> metric.measure() instanceof NumberMeasure)
                .map(metric -> Arguments.of(metric, metric.measure()));
    }

    @ParameterizedTest
    @MethodSource("ofNumbers")
    void aPredictionThatIsMissingDoesNotCountForTheValue(Metric metric, NumberMeasure measure) {
        NumberRows whole = row(4, 5, 3, 6);
        NumberRows withGap = rows(new double[] {4, 4}, new double[] {5, NONE}, new double[] {3, NONE},
                new double[] {6, NONE});

        assertThat(measure.value(withGap)).as(metric.wire()).isEqualTo(measure.value(whole));
    }

    @ParameterizedTest
    @MethodSource("ofNumbers")
    void withoutRowsThereIsNoValueAndNoLoss(Metric metric, NumberMeasure measure) {
        NumberRows none = rows(new double[0], new double[0], new double[0], new double[0]);

        assertThat(measure.value(none)).as(metric.wire()).isNaN();
        assertThat(measure.losses(none)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Metric.class, names = {"MAPE", "MASE", "RMSSE"})
    void aRowThatAMeasureSaysNothingOfCountsAgainstNobody(Metric metric) {
        NumberRows rows = new NumberRows(new double[] {0, 4}, new double[] {9, 5}, new double[0][], new double[0][],
                List.of(), new double[] {NONE, 2}, new double[] {NONE, 2});

        double[] losses = ((NumberMeasure) metric.measure()).losses(rows);

        assertThat(losses[0]).isZero();
        assertThat(losses[1]).isPositive();
    }

    /** The measure knows the row, but the model gave no bounds: that is the model's fault. */
    @Test
    void boundsThatAModelDoesNotGiveCountAgainstIt() {
        NumberRows rows = rows(new double[] {4, 4}, new double[] {4, 4}, new double[] {3, NONE},
                new double[] {5, NONE});

        assertThat(NumberMeasure.WINKLER.losses(rows)).containsExactly(2, NONE);
        assertThat(NumberMeasure.WINKLER.value(rows)).isEqualTo(2);
    }

    @Test
    void everyIntervalHasItsPartInThePinballLoss() {
        NumberRows two = new NumberRows(new double[] {10}, new double[] {12}, new double[][] {{8}, {6}},
                new double[][] {{11}, {9}}, List.of(80, 50), new double[1], new double[1]);

        // Median 0.5 x 2; 80 %: 0.1 x 2 and 0.1 x 1; 50 %: 0.25 x 4, and 0.75 x 1, since 10 lies above 9.
        assertThat(NumberMeasure.PINBALL.value(two)).isCloseTo((1 + 0.2 + 0.1 + 1 + 0.75) / 5, within(1e-12));
    }

    @Test
    void theFirstIntervalIsTheOneThatCounts() {
        NumberRows two = new NumberRows(new double[] {10}, new double[] {10}, new double[][] {{9}, {20}},
                new double[][] {{11}, {30}}, List.of(80, 95), new double[1], new double[1]);

        assertThat(NumberMeasure.COVERAGE.value(two)).isEqualTo(100);
        assertThat(NumberMeasure.WINKLER.value(two)).isCloseTo(2, within(1e-12));
    }

    @Property
    void aScaleOfTheTargetChangesNoRatio(@ForAll("targets") double[] actual,
            @ForAll @IntRange(min = 1, max = 1000) int scale) {
        NumberRows one = shifted(actual, 1);
        NumberRows larger = shifted(actual, scale);

        for (NumberMeasure ratio : List.of(NumberMeasure.MAPE, NumberMeasure.WMAPE, NumberMeasure.SMAPE,
                NumberMeasure.BIAS, NumberMeasure.COVERAGE, NumberMeasure.MASE)) {
            assertThat(ratio.value(larger)).isCloseTo(ratio.value(one), within(1e-6));
        }
        for (NumberMeasure inUnits : List.of(NumberMeasure.MAE, NumberMeasure.RMSE, NumberMeasure.PINBALL,
                NumberMeasure.WINKLER)) {
            assertThat(inUnits.value(larger) / scale).isCloseTo(inUnits.value(one), within(1e-6));
        }
        assertThat(NumberMeasure.RMSE.value(one)).isGreaterThanOrEqualTo(NumberMeasure.MAE.value(one) - 1e-9);
    }

    /** Predictions off by 1, 2, 3, 1, 2, 3 .. units, with bounds 2 away. */
    private static NumberRows shifted(double[] actual, double scale) {
        int n = actual.length;
        double[] scaled = new double[n];
        double[] predicted = new double[n];
        double[] lower = new double[n];
        double[] upper = new double[n];
        double[] naive = new double[n];
        for (int i = 0; i < n; i++) {
            scaled[i] = actual[i] * scale;
            predicted[i] = (actual[i] + 1 + i % 3) * scale;
            lower[i] = predicted[i] - 2 * scale;
            upper[i] = predicted[i] + 2 * scale;
            naive[i] = 2 * scale;
        }
        return new NumberRows(scaled, predicted, new double[][] {lower}, new double[][] {upper}, List.of(80), naive,
                naive);
    }

    @Provide
    Arbitrary<double[]> targets() {
        return Arbitraries.integers().between(1, 100).map(Integer::doubleValue).array(Double[].class).ofMinSize(1)
                .ofMaxSize(20).map(boxed -> Stream.of(boxed).mapToDouble(Double::doubleValue).toArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAPE     | 100.0 * avg(       | prediction nullif
            WMAPE    | 100.0 * (sum(      | prediction abs(actual)
            SMAPE    | 100.0 * avg(       | prediction coalesce
            MASE     | avg(               | naive_error prediction
            RMSSE    | (SELECT avg(value) | naive_square prediction sqrt
            RMSE     | sqrt(avg(          | prediction
            MAE      | avg(               | abs( prediction
            BIAS     | 100.0 * (sum(      | prediction abs(actual)
            PINBALL  | avg(               | prediction lower_80 upper_80 lower_95 upper_95
            COVERAGE | 100.0 * avg(       | lower_80 upper_80
            WINKLER  | avg(               | lower_80 upper_80
            """)
    void sqlNamesTheColumnsThatTheMeasureLooksAt(Metric metric, String start, String words) {
        NumberColumns columns = new NumberColumns("s.t", List.of("\"store\"", "\"cutoff\""), List.of(80, 95), true);

        String sql = ((NumberMeasure) metric.measure()).sql(columns);

        assertThat(sql).startsWith(start).contains(words.strip().split(" ")).contains("actual");
        assertThat(sql.chars().filter(c -> c == '(').count()).isEqualTo(sql.chars().filter(c -> c == ')').count());
        assertThat(sql.contains("GROUP BY \"store\", \"cutoff\"")).isEqualTo(metric == Metric.RMSSE);
        assertThat(sql.contains("lower_95")).isEqualTo(metric == Metric.PINBALL);
    }

    @Test
    void whatATableDoesNotHaveIsNullInItsSql() {
        NumberColumns bare = new NumberColumns("t", List.of(), List.of(), false);

        assertThat(NumberMeasure.MASE.sql(bare)).contains("NULL::double precision").doesNotContain("naive_error");
        assertThat(NumberMeasure.RMSSE.sql(bare)).contains("NULL::double precision").doesNotContain("naive_square",
                "GROUP BY");
        assertThat(NumberMeasure.COVERAGE.sql(bare)).contains("NULL::double precision").doesNotContain("lower");
        assertThat(NumberMeasure.WINKLER.sql(bare)).contains("NULL::double precision").doesNotContain("upper");
        assertThat(NumberMeasure.PINBALL.sql(bare)).doesNotContain("lower", "upper");
    }

    @Test
    void rowsWhoseArraysDifferInLengthAreRefused() {
        double[] one = {1};
        double[] two = {1, 2};
        double[][] none = {};

        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> new NumberRows(one, two, none, none, List.of(), one, one),
                () -> new NumberRows(one, one, none, none, List.of(80), one, one),
                () -> new NumberRows(one, one, new double[][] {one}, none, List.of(80), one, one),
                () -> new NumberRows(one, one, none, none, List.of(), two, one),
                () -> new NumberRows(one, one, none, none, List.of(), one, two))) {
            assertThatThrownBy(wrong).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[1]");
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aMetricIsFoundByItsNameAndFitsTheTasksThatItsMeasureKnows(Metric metric) {
        assertThat(Metric.named(metric.wire())).contains(metric);
        assertThat(Metric.named(metric.name())).isEmpty();
        boolean ofLabels = metric.measure() instanceof LabelMeasure;
        assertThat(metric.fits(Task.CLASSIFICATION)).isEqualTo(ofLabels);
        assertThat(metric.fits(Task.FORECAST)).isNotEqualTo(ofLabels);
        for (Task task : Task.values()) {
            assertThat(Metric.fitting(task).contains(metric)).isEqualTo(metric.fits(task));
        }
    }

    @Test
    void whatIsScaledByForecastsIsForForecastsAlone() {
        assertThat(Metric.fitting(Task.FORECAST)).contains(Metric.MASE, Metric.RMSSE);
        assertThat(Metric.fitting(Task.REGRESSION)).doesNotContain(Metric.MASE, Metric.RMSSE).contains(Metric.RMSE);
        assertThat(Stream.of(Metric.values()).filter(metric -> !metric.selects())).containsExactly(Metric.BIAS,
                Metric.COVERAGE);
        assertThat(Stream.of(Metric.values()).filter(metric -> metric.direction() == Metric.Direction.HIGHER))
                .containsExactly(Metric.ACCURACY, Metric.AUC, Metric.F1);
    }
}
