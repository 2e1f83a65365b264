package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class CesTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Ces();
    }

    @Override
    protected String golden() {
        return "3.1:7a2a0929e241fbb2";
    }

    private static Path forecast(int season, int size, int steps, IntToDoubleFunction value) {
        return new Ces().forecast(new Series(IntStream.range(0, size).mapToDouble(value).toArray(), season), steps,
                Deadline.NONE);
    }

    @Test
    void growthGoesOn() {
        double[] forecast = forecast(1, 40, 6, t -> 100 * Math.pow(1.05, t)).values();

        for (int h = 0; h < forecast.length; h++) {
            double expected = 100 * Math.pow(1.05, 40 + h);
            assertThat(forecast[h]).isCloseTo(expected, within(0.01 * expected));
        }
    }

    @Test
    void aLevelThatMovedIsFollowed() {
        Random random = new Random(3);

        double[] forecast = forecast(1, 60, 6, t -> (t < 30 ? 100 : 160) + random.nextGaussian()).values();

        assertThat(forecast[0]).isCloseTo(160, within(5.0));
        assertThat(forecast[5]).isCloseTo(160, within(12.0));
    }

    @Test
    void aSeasonComesRoundThoughItsSizeChanges() {
        Random random = new Random(5);
        IntToDoubleFunction truth = t -> 200 + (20 + t) * Math.sin(2 * Math.PI * t / 12);

        double[] forecast = forecast(12, 84, 12, t -> truth.applyAsDouble(t) + 2 * random.nextGaussian()).values();

        for (int h = 0; h < forecast.length; h++) {
            assertThat(forecast[h]).as("step [%d]", h).isCloseTo(truth.applyAsDouble(84 + h), within(25.0));
        }
    }

    /** Thousands of euros are forecast as euros are. */
    @Test
    void theUnitDoesNotMatter() {
        Random random = new Random(7);
        double[] values = IntStream.range(0, 60).mapToDouble(t -> 50 + t + 10 * random.nextDouble()).toArray();

        Path one = new Ces().forecast(new Series(values, 12), 8, Deadline.NONE);
        Path thousand = new Ces().forecast(new Series(Arrays.stream(values).map(v -> 1000 * v).toArray(), 12), 8,
                Deadline.NONE);

        for (int h = 0; h < 8; h++) {
            assertThat(thousand.values()[h]).isCloseTo(1000 * one.values()[h], within(1e-3 * one.values()[h]));
            assertThat(thousand.spreads()[h]).isCloseTo(one.spreads()[h], within(1e-3));
        }
    }

    /** What an error does to all later steps, against the spread of many futures that differ in their errors. */
    @Test
    void errorsGrowWithTheDistance() {
        Random random = new Random(11);
        double[] walk = new double[80];
        double at = 500;
        for (int t = 0; t < walk.length; t++) {
            at += random.nextGaussian();
            walk[t] = at;
        }

        double[] spreads = new Ces().forecast(new Series(walk, 1), 9, Deadline.NONE).spreads();

        assertThat(spreads[0]).isEqualTo(1);
        assertThat(spreads).isSorted();
        assertThat(spreads[8]).isBetween(2.0, 4.5);
    }
}
