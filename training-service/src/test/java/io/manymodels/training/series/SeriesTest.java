package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One key's past, demand in it, and the search that forecasters fit with. */
class SeriesTest {

    private static Series of(PartitionRows rows) {
        return Series.of(new Lesson(Toys.series(6, Metric.SMAPE), rows, List.of(), Deadline.NONE));
    }

    private static Series values(double... values) {
        return new Series(values, 1);
    }

    @Test
    void stepsWithoutARowLieOnTheLineBetweenTheirNeighbours() {
        PartitionRows gappy = Toys.series(1, 0, 0, 7, 5, 0, 1).select(new int[] {0, 3, 4, 6});

        Series series = of(gappy);

        assertThat(series.values()).containsExactly(new double[] {1, 3, 5, 7, 5, 3, 1}, within(1e-12));
        assertThat(series.size()).isEqualTo(7);
        assertThat(series.season()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({"3, true", "7, true", "8, false", "100, false"})
    void aKeyThatIsMostlyGapHasNoSeries(int last, boolean taken) {
        PartitionRows rows = Toys.series(IntStream.range(0, 101).mapToDouble(t -> t).toArray())
                .select(new int[] {0, last});

        if (taken) {
            assertThat(of(rows).size()).isEqualTo(last + 1);
        } else {
            assertThatThrownBy(() -> of(rows)).isInstanceOf(CannotFit.class)
                    .hasMessageContaining("[2] rows lie over [%d] steps".formatted(last + 1));
        }
    }

    /** Steps of 5 months have no season, though two of them are nearly a year. */
    @ParameterizedTest
    @CsvSource({"HOUR, 1, '24, 168, 8766'", "HOUR, 12, '2, 14, 731'", "DAY, 1, '7, 365'", "WEEK, 1, '52'",
            "MONTH, 1, '12'",
            "QUARTER, 1, '4'", "YEAR, 1, ''", "MONTH, 5, ''"})
    void seasonsAreADayAWeekAndAYear(TimeStep unit, int step, String seasons) {
        TrainingSpec months = Toys.series(6, Metric.SMAPE);
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.INTEGER, unit, step, LocalDate.of(2000, 1, 1), 0);
        TrainingSpec spec = new TrainingSpec("toy", months.task(), months.schema(), axis, 0, 6, List.of(),
                Metric.SMAPE, months.functional(), 3, null, 8, months.timeout(), List.of(), Map.of());

        Series series = Series.of(new Lesson(spec, Toys.series(new double[18_000]), List.of(), Deadline.NONE));

        assertThat(series.seasons()).map(String::valueOf)
                .containsExactly(seasons.isEmpty() ? new String[0] : seasons.split(", "));
    }

    @Test
    void aSeasonIsThereAfterTwoRoundsAndAStep() {
        assertThat(new Series(new double[48], 24).seasons()).isEmpty();
        assertThat(new Series(new double[49], 24).seasons()).containsExactly(24);
        assertThat(new Series(new double[336], 24, 168, 8766).seasons()).containsExactly(24);
        assertThat(new Series(new double[337], 24, 168, 8766).seasons()).containsExactly(24, 168);
        assertThat(new Series(new double[100], 1).seasons()).isEmpty();
    }

    @Test
    void oneRowIsASeriesOfOneStep() {
        assertThat(of(Toys.series(7.0)).values()).containsExactly(7);
    }

    @Test
    void demandThatComesNowAndThenIsIntermittent() {
        assertThat(values(1, 0, 2, 0, 3, 4, 5, 6, 7, 8).intermittent()).as("two of ten").isFalse();
        assertThat(values(1, 0, 2, 0, 3, 0, 5, 6, 7, 8).intermittent()).as("three of ten").isTrue();
        assertThat(values(1, 0, -2, 0, 3, 0, 5, 6, 7, 8).intermittent()).as("below 0 is no demand").isFalse();
        double[] lately = IntStream.range(0, 100).mapToDouble(t -> t < 88 || t % 2 == 0 ? 1 : 0).toArray();
        assertThat(values(lately).intermittent()).as("half of the last twelve").isTrue();
        lately[99] = 1;
        assertThat(values(lately).intermittent()).isFalse();
    }

    @Test
    void theRecentPastIsASeasonOrTwelveSteps() {
        double[] values = IntStream.range(0, 60).mapToDouble(t -> t).toArray();

        assertThat(new Series(values, 1).recent()).hasSize(12).startsWith(48);
        assertThat(new Series(values, 24).recent()).hasSize(24).startsWith(36);
        assertThat(new Series(new double[] {1, 2}, 24).recent()).containsExactly(1, 2);
    }

    @Test
    void everyValueAboveZeroIsPositiveAndNoOther() {
        assertThat(values(1, 2).positive()).isTrue();
        assertThat(values(1, 0).positive()).isFalse();
        assertThat(values(1, Double.NaN).positive()).isFalse();
    }

    @Test
    void demandIsTakenApartIntoSizesAndIntervals() {
        Series series = values(0, 0, 5, 0, 2, 3, 0);

        assertThat(Demand.sizes(series)).containsExactly(5, 2, 3);
        assertThat(Demand.intervals(series)).as("the first from the start").containsExactly(3, 2, 1);
        assertThat(Demand.intervals(values(0, 0))).isEmpty();
        assertThatThrownBy(() -> Demand.check(values(1, -0.5))).isInstanceOf(CannotFit.class)
                .hasMessageContaining("below 0");
    }

    /** Every step up to the last demand is in one interval. */
    @Property
    void intervalsAddUpToTheLastDemand(@ForAll @IntRange(min = 1, max = 100) int steps, @ForAll long seed) {
        double[] values = new Random(seed).doubles(steps).map(u -> u < 0.6 ? 0 : u).toArray();
        int last = IntStream.range(0, steps).filter(t -> values[t] > 0).max().orElse(-1);

        assertThat(Arrays.stream(Demand.intervals(values(values))).sum()).isEqualTo(last + 1);
        assertThat(Demand.sizes(values(values))).hasSameSizeAs(Demand.intervals(values(values)));
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 4", "0.5, 5"})
    void smoothingGoesFromTheFirstValueToTheLast(double alpha, double level) {
        assertThat(Demand.smoothed(new double[] {8, 4, 4}, alpha)).isEqualTo(level);
    }

    @Test
    void aPathNeedsAStepAndASpreadForEach() {
        Path path = Path.level(values(1, 4), 3, 2);

        assertThat(path.values()).containsExactly(3, 3);
        assertThat(path.spreads()).containsExactly(1, 1);
        assertThat(path.residuals()).containsExactly(-2, 1);
        assertThatThrownBy(() -> new Path(new double[0], new double[0], new double[0], 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Path(new double[2], new double[1], new double[0], 0, 0))
                .hasMessage("[2] values and [1] spreads do not fit");
    }

    private static double valley(double[] p) {
        return (1 - p[0]) * (1 - p[0]) + 100 * (p[1] - p[0] * p[0]) * (p[1] - p[0] * p[0]);
    }

    /** Rosenbrock's valley: steep to its floor, and almost level along it. */
    @Test
    void theSearchFindsTheBottomOfAValley() {
        double[] found = NelderMead.minimise(SeriesTest::valley, new double[] {-1.2, 1}, new double[] {0.5, 0.5},
                new double[] {-2, -2}, new double[] {2, 2}, 2000);

        assertThat(found).containsExactly(new double[] {1, 1}, within(0.01));
    }

    @Property(tries = 100)
    void theSearchStaysInsideItsBoundsAndNeverDoesWorseThanItsStart(
            @ForAll @DoubleRange(min = -2, max = 0.5) double x, @ForAll @DoubleRange(min = -2, max = 0.5) double y,
            @ForAll @IntRange(min = 1, max = 60) int evaluations) {
        double[] start = {x, y};
        double[] found = NelderMead.minimise(point -> {
            assertThat(Arrays.stream(point).allMatch(value -> value >= -2 && value <= 0.5)).as("asked for").isTrue();
            return valley(point);
        }, start, new double[] {0.1, 0.1}, new double[] {-2, -2}, new double[] {0.5, 0.5}, evaluations);

        assertThat(valley(found)).isLessThanOrEqualTo(valley(start));
        assertThat(start).as("not written to").containsExactly(x, y);
    }

    @Test
    void whatIsNoNumberIsNoMinimum() {
        double[] found = NelderMead.minimise(p -> p[0] < 1 ? Double.NaN : p[0], new double[] {3}, new double[] {0.5},
                new double[] {0}, new double[] {9}, 200);

        assertThat(found[0]).isCloseTo(1, within(0.05));
        assertThat(NelderMead.minimise(_ -> Double.NaN, new double[] {3}, new double[] {1}, new double[] {0},
                new double[] {9}, 50)).containsExactly(3);
    }
}
