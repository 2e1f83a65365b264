package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Metric;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.Windows.Window;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model is trained on and judged by, and what errors are scaled by. */
class WindowsTest {

    private static PartitionRows series(int rows) {
        return Toys.series(IntStream.range(0, rows).mapToDouble(t -> t).toArray());
    }

    private static TrainingSpec ofMonths(int horizon) {
        return Toys.series(horizon, Metric.SMAPE);
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    @Test
    void windowsOfASeriesEndAtItsLastRowOneHorizonApart() {
        List<Window> windows = Windows.of(ofMonths(6), series(40));

        assertThat(windows).extracting(Window::training).containsExactly(range(0, 22), range(0, 28), range(0, 34));
        assertThat(windows).extracting(Window::judged).containsExactly(range(22, 28), range(28, 34), range(34, 40));
    }

    /** What lies in the gap is neither known when a forecast is made nor asked for. */
    @Test
    void rowsInTheGapAreNeitherTrainedOnNorJudged() {
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.MEDIAN);

        List<Window> windows = Windows.of(spec, Toys.demand(1, 30, 0, 1));

        assertThat(windows).extracting(Window::training).containsExactly(range(0, 23), range(0, 25), range(0, 27));
        assertThat(windows).extracting(Window::judged).containsExactly(range(24, 26), range(26, 28), range(28, 30));
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "13, 0", "14, 1", "19, 1", "20, 2", "26, 3", "100, 3"})
    void aWindowHasEightRowsToTrainOnOrIsNone(int rows, int windows) {
        assertThat(Windows.of(ofMonths(6), series(rows))).hasSize(windows);
    }

    @Property(tries = 200)
    void nothingIsJudgedThatWasTrainedOn(@ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 24) int horizon) {
        for (Window window : Windows.of(ofMonths(horizon), series(rows))) {
            int lastTrained = Arrays.stream(window.training()).max().orElseThrow();
            assertThat(window.judged()).isNotEmpty().hasSizeLessThanOrEqualTo(horizon);
            assertThat(Arrays.stream(window.judged()).min().orElseThrow()).isGreaterThan(lastTrained);
        }
    }

    @Property(tries = 200)
    void foldsJudgeEachRowOnceByAModelOfTheOthers(@ForAll @IntRange(min = 2, max = 200) int rows,
            @ForAll @IntRange(min = 2, max = 10) int folds, @ForAll long seed) {
        List<Window> windows = Windows.folds(rows, folds, seed);

        assertThat(windows.stream().flatMapToInt(window -> Arrays.stream(window.judged())).sorted().toArray())
                .isEqualTo(range(0, rows));
        for (Window window : windows) {
            assertThat(IntStream.concat(Arrays.stream(window.training()), Arrays.stream(window.judged())).sorted()
                    .toArray()).isEqualTo(range(0, rows));
            assertThat(window.training()).isSorted();
            assertThat(window.judged()).isSorted();
        }
        assertThat(Windows.folds(rows, folds, seed)).extracting(Window::judged)
                .containsExactlyElementsOf(windows.stream().map(Window::judged).toList());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 2", "3, 3", "60, 3"})
    void rowsWithoutTimeAreJudgedInFolds(int rows, int windows) {
        assertThat(Windows.of(Toys.regression(), Toys.rents(rows, 1))).hasSize(windows);
    }

    @Test
    void errorsAreScaledByThoseOfTheSameMonthAYearBefore() {
        double[] y = IntStream.range(0, 36).mapToDouble(t -> t % 12 + (t >= 24 ? 3 : 0)).toArray();

        NaiveErrors errors = NaiveErrors.of(ofMonths(6), Toys.series(y));

        assertThat(errors).isEqualTo(new NaiveErrors(1.5, 4.5));
    }

    @Test
    void aSeriesShorterThanASeasonIsScaledByItsSteps() {
        assertThat(NaiveErrors.of(ofMonths(6), Toys.series(1, 3, 2))).isEqualTo(new NaiveErrors(1.5, 2.5));
        assertThat(NaiveErrors.of(ofMonths(6), series(1))).isEqualTo(NaiveErrors.NONE);
        assertThat(NaiveErrors.of(ofMonths(6), Toys.series(5, 5))).isEqualTo(new NaiveErrors(0, 0));
    }

    @Test
    void whatIsNoSeriesIsScaledByNothing() {
        PartitionRows series = Toys.series(1, 2, 3);

        assertThat(NaiveErrors.of(Toys.regression(), Toys.rents(9, 1))).isEqualTo(NaiveErrors.NONE);
        assertThat(NaiveErrors.of(ofMonths(6), series.select(new int[] {0, 1, 2, 0, 1, 2})))
                .as("rows of several keys").isEqualTo(NaiveErrors.NONE);
    }

    /** A step that is missing is no step that was naively forecast. */
    @Test
    void gapsAreNotBridged() {
        PartitionRows gappy = Toys.series(1, 2, 4, 8, 16).select(new int[] {0, 1, 3, 4});

        assertThat(NaiveErrors.of(ofMonths(6), gappy)).isEqualTo(new NaiveErrors(4.5, 32.5));
    }
}
