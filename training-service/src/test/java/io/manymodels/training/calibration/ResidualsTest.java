package io.manymodels.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Normal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics of residuals, and the normal distribution that they are held against. */
class ResidualsTest {

    private static long[] steps(int count) {
        return LongStream.range(0, count).toArray();
    }

    private static double[] repeated(int count, double... values) {
        double[] repeated = new double[count];
        Arrays.setAll(repeated, i -> values[i % values.length]);
        return repeated;
    }

    /** Tables of the normal distribution, to nine digits. */
    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.8413447460685429, 1", "0.9, 1.281551565545", "0.95, 1.644853626951",
            "0.975, 1.959963984540", "0.99, 2.326347874041", "0.999, 3.090232306168", "0.0001, -3.719016485456",
            "0.02, -2.053748910632", "0.03, -1.880793608151", "0.2, -0.841621233573"})
    void quantilesOfTheNormalDistribution(double probability, double quantile) {
        assertThat(Normal.quantile(probability)).isCloseTo(quantile, within(1e-8));
    }

    @Property
    void theNormalDistributionIsSymmetricAndItsQuantilesGrow(
            @ForAll @IntRange(min = 1, max = 999_999) int millionths) {
        double probability = millionths / 1e6;
        assertThat(Normal.quantile(1 - probability)).isCloseTo(-Normal.quantile(probability), within(1e-6));
        assertThat(Normal.quantile(probability + 1e-10)).isGreaterThan(Normal.quantile(probability) - 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"0, 2.5819888975", "1, 3.1622776602", "2, 4.4721359550", "3, 4.4721359550", "9, 4.4721359550"})
    void aModelOfMoreParametersErrsMoreThanItsResidualsSay(double parameters, double deviation) {
        assertThat(Residuals.deviation(new double[] {2, -4, 0}, parameters)).isCloseTo(deviation, within(1e-9));
        assertThat(Residuals.deviation(new double[0], parameters)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.5, 2.5", "1, 10", "0.25, 1.75", "0.75, 4.75", "-1, 1", "2, 10"})
    void quantilesLieBetweenOrderStatistics(double probability, double quantile) {
        assertThat(Residuals.quantile(new double[] {1, 2, 3, 10}, probability)).isEqualTo(quantile);
    }

    @Test
    void ofNothingThereIsNoQuantile() {
        assertThat(Residuals.quantile(new double[0], 0.5)).isNaN();
        assertThat(Residuals.median(new double[0])).isNaN();
        assertThat(Residuals.quantile(new double[] {7}, 0.9)).isEqualTo(7);
    }

    @Test
    void theArgumentStaysAsItWas() {
        double[] values = {3, 1, 2};

        assertThat(Residuals.median(values)).isEqualTo(2);
        assertThat(Residuals.sorted(values)).containsExactly(1, 2, 3);
        assertThat(values).containsExactly(3, 1, 2);
    }

    private static double percentageError(double[] y, double d) {
        return Arrays.stream(y).map(value -> Math.abs(1 - d / value)).sum();
    }

    /** No other value errs less, as far as the values themselves and what is between them are concerned. */
    @Property
    void thePointOfLeastPercentageErrorIsThat(
            @ForAll @IntRange(min = 1, max = 30) int count, @ForAll long seed) {
        double[] y = new Random(seed).doubles(count, 0.01, 100).toArray();
        double point = Residuals.leastPercentageError(y);

        double least = percentageError(y, point);
        for (double other : y) {
            assertThat(least).isLessThanOrEqualTo(percentageError(y, other) + 1e-9);
            assertThat(least).isLessThanOrEqualTo(percentageError(y, (other + point) / 2) + 1e-9);
        }
        assertThat(y).contains(point);
    }

    @Test
    void aKeyThatIsAlwaysOffIsOffByThat() {
        assertThat(Residuals.level(repeated(60, 3.0), steps(60), 1)).isBetween(2.5, 3.0);
        assertThat(Residuals.level(repeated(60, -3.0), steps(60), 4)).isBetween(-3.0, -2.5);
    }

    @Test
    void aKeyThatIsOffByChanceIsNotOff() {
        double[] noise = new Random(5).doubles(200, -1, 1).toArray();

        assertThat(Residuals.level(noise, steps(200), 1)).isBetween(-0.2, 0.2);
        assertThat(Residuals.level(repeated(100, 1, -1), steps(100), 1)).isBetween(-0.2, 0.2);
    }

    @Test
    void aKeyThatMovedIsWhereItIsNow() {
        double[] moved = repeated(60, 0.0);
        Arrays.fill(moved, 40, 60, 5);

        assertThat(Residuals.level(moved, steps(60), 1)).isGreaterThan(4);
        assertThat(Residuals.level(Arrays.copyOf(moved, 40), steps(40), 1)).isZero();
    }

    /** Steps that are far apart forget more: the same residuals, years ago, say less of today's. */
    @Test
    void oldResidualsAreForgottenByTheirAgeAndNotByTheirNumber() {
        double[] residuals = {0, 0, 0, 0, 0, 0, 0, 0, 0, 6};
        long[] late = steps(10);
        late[9] = 200;

        assertThat(Residuals.level(residuals, late, 1)).isGreaterThan(Residuals.level(residuals, steps(10), 1));
    }

    @Property
    void theLevelIsNeverBeyondWhatWasSeenAndScalesWithIt(@ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int count, @ForAll @IntRange(min = 1, max = 6) int lead) {
        double[] residuals = new Random(seed).doubles(count, -2, 3).toArray();
        double level = Residuals.level(residuals, steps(count), lead);
        double[] ten = Arrays.stream(residuals).map(r -> 10 * r).toArray();

        assertThat(level).isBetween(Arrays.stream(residuals).min().orElse(0) - 3, 3.0);
        assertThat(Math.abs(level))
                .isLessThanOrEqualTo(Arrays.stream(residuals).map(Math::abs).max().orElse(0) + 1e-12);
        assertThat(Residuals.level(ten, steps(count), lead)).isCloseTo(10 * level, within(1e-9));
    }
}
