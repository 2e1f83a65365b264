package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonTest {

    private static final int SEASON = 12;

    private static double[] series(int steps, IntToDoubleFunction value) {
        return IntStream.range(0, steps).mapToDouble(value).toArray();
    }

    /** One value a place in the season, whose mean is as given. */
    private static double[] figure(int m, long seed, double mean, double width) {
        Random random = new Random(seed);
        double[] figure = series(m, _ -> width * random.nextDouble());
        double off = mean - Arrays.stream(figure).average().orElse(0);
        return Arrays.stream(figure).map(place -> place + off).toArray();
    }

    /** A moving average over a whole season leaves a line as it is, and nothing of what comes round. */
    @Property
    void aFigureOnALineIsFound(@ForAll @IntRange(min = 4, max = 13) int m,
            @ForAll @IntRange(min = 3, max = 8) int rounds,
            @ForAll @DoubleRange(min = -5, max = 5) double slope, @ForAll long seed) {
        double[] figure = figure(m, seed, 0, 10);

        Season season = Season.decompose(series(rounds * m, t -> 100 + slope * t + figure[t % m]), m, false);

        for (int place = 0; place < m; place++) {
            assertThat(season.at(place)).isCloseTo(figure[place], within(1e-9));
        }
    }

    @Property
    void factorsOfALevelAreFound(@ForAll @IntRange(min = 4, max = 13) int m,
            @ForAll @IntRange(min = 3, max = 8) int rounds,
            @ForAll @DoubleRange(min = 0.1, max = 1e6) double level, @ForAll long seed) {
        double[] factors = figure(m, seed, 1, 0.9);

        Season season = Season.decompose(series(rounds * m, t -> level * factors[t % m]), m, true);

        for (int place = 0; place < m; place++) {
            assertThat(season.at(place)).isCloseTo(factors[place], within(1e-9));
        }
    }

    @Property
    void whatIsTakenOutCanBePutBack(@ForAll @IntRange(min = 4, max = 13) int m, @ForAll boolean multiplicative,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] y = series(4 * m, _ -> 1 + random.nextDouble());
        Season season = Season.decompose(y, m, multiplicative);

        double[] adjusted = season.removed(y);

        for (int t = 0; t < y.length; t++) {
            assertThat(season.added(adjusted[t], t)).isCloseTo(y[t], within(1e-9));
        }
        assertThat(Arrays.stream(season.figure()).average().orElseThrow())
                .isCloseTo(multiplicative ? 1 : 0, within(1e-9));
    }

    @Test
    void noSeasonChangesNothing() {
        double[] y = {3, 1, 4};

        assertThat(Season.NONE.removed(y)).containsExactly(y);
        assertThat(Season.NONE.added(3, 7)).isEqualTo(3);
    }

    /** The test holds at 90 %, so one series of noise in ten is taken for seasonal. */
    @Test
    void noiseIsSeldomTakenForASeason() {
        long taken = IntStream.range(0, 300)
                .filter(seed -> Season.tested(new Series(noise(seed, 96), SEASON)).figure().length > 0).count();

        assertThat(taken).isBetween(3L, 60L);
    }

    private static double[] noise(int seed, int steps) {
        Random random = new Random(seed);
        return series(steps, _ -> 100 + 10 * random.nextGaussian());
    }

    private static double[] waves(int seed, int steps, double width) {
        double[] noise = noise(seed, steps);
        return series(steps, t -> noise[t] + width * Math.sin(2 * Math.PI * t / SEASON));
    }

    @Test
    void aClearSeasonIsFoundAndDrawnHardly() {
        for (int seed = 0; seed < 50; seed++) {
            Series series = new Series(waves(seed, 96, 50), SEASON);

            assertThat(Season.tested(series).figure()).hasSize(SEASON);
            Season shrunk = Season.shrunk(series);
            assertThat(shrunk.multiplicative()).isEqualTo(series.positive());
            double peak = shrunk.at(3) - shrunk.at(9);
            assertThat(peak).isGreaterThan(shrunk.multiplicative() ? 0.7 : 70);
        }
    }

    @Test
    void whatChanceExplainsIsDrawnAway() {
        double whole = 0;
        double shrunk = 0;
        for (int seed = 0; seed < 50; seed++) {
            Series series = new Series(noise(seed, 96), SEASON);
            whole += spread(Season.decompose(series.values(), SEASON, true));
            shrunk += spread(Season.shrunk(series));
        }

        assertThat(shrunk).isLessThan(0.5 * whole);
    }

    private static double spread(Season season) {
        return Arrays.stream(season.figure()).map(place -> (place - 1) * (place - 1)).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 24})
    void twoRoundsTellNothing(int steps) {
        Series series = new Series(waves(1, steps, 50), SEASON);

        assertThat(Season.tested(series)).isEqualTo(Season.NONE);
        assertThat(Season.shrunk(series)).isEqualTo(Season.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1})
    void whereValuesAreNotPositiveASeasonIsAdded(double lowest) {
        double[] y = series(60, t -> lowest + 10 * (t % SEASON));

        assertThat(Season.shrunk(new Series(y, SEASON)).multiplicative()).isFalse();
        assertThat(Season.shrunk(new Series(y, SEASON)).figure()).doesNotContain(Double.NaN);
    }

    @Test
    void aSeriesThatNeverMovesHasNoSeason() {
        Series series = new Series(series(60, _ -> 7), SEASON);

        assertThat(Season.tested(series)).isEqualTo(Season.NONE);
        assertThat(Season.shrunk(series).removed(series.values())).containsOnly(7);
    }

    /** A wave of amplitude 10 has a variance of 50. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 5, 10})
    void itsStrengthIsTheShareOfTheVarianceThatItExplains(double noise) {
        Random random = new Random(4);
        double[] y = series(100 * SEASON, t -> 3 * t + 10 * Math.sin(2 * Math.PI * t / SEASON)
                + noise * random.nextGaussian());

        assertThat(Season.strength(y, SEASON)).isCloseTo(50 / (50 + noise * noise * (SEASON - 1) / SEASON),
                within(0.03));
    }

    @Test
    void whatNeverChangesHasNoStrength() {
        assertThat(Season.strength(series(3 * SEASON, _ -> 7), SEASON)).isZero();
    }

    /** A wave of amplitude 10 has a variance of 50, the mean of 20 values with a deviation of 20 one of 20. */
    @Test
    void itIsAsCertainAsChanceDoesNotExplainIt() {
        Random random = new Random(6);
        double[] steady = series(20 * SEASON,
                t -> 10 * Math.sin(2 * Math.PI * t / SEASON) + 20 * random.nextGaussian());

        assertThat(Season.certainty(steady, SEASON)).isCloseTo(1 - 20.0 / 70 * (SEASON - 3) / (SEASON - 1),
                within(0.12));
        assertThat(Season.certainty(series(20 * SEASON, _ -> 0), SEASON)).isZero();
    }
}
