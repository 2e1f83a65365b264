package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ArimaTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Arima();
    }

    @Override
    protected String golden() {
        return "3.1:7d45789c3a1653b4";
    }

    private static Path forecast(double[] values, int season, int steps) {
        return new Arima().forecast(new Series(values, season), steps, Deadline.NONE);
    }

    /** Values around a mean, each drawn to the one before. */
    private static double[] autoregressive(int size, double drawn, double mean, long seed) {
        Random random = new Random(seed);
        double[] values = new double[size];
        double off = 0;
        for (int t = 0; t < size; t++) {
            off = drawn * off + random.nextGaussian();
            values[t] = mean + off;
        }
        return values;
    }

    @Test
    void whatWasDrawnToAMeanComesBackToIt() {
        double[] values = autoregressive(300, 0.7, 50, 1);

        Path path = forecast(values, 1, 30);

        double last = values[299] - 50;
        assertThat(path.values()[0] - 50).isCloseTo(0.7 * last, within(0.3));
        assertThat(path.values()[29]).isCloseTo(50, within(0.5));
        assertThat(path.spreads()[29]).isCloseTo(1 / Math.sqrt(1 - 0.49), within(0.25));
    }

    @Test
    void aWalkThatDriftsDriftsOn() {
        Random random = new Random(2);
        double[] walk = new double[120];
        double at = 100;
        for (int t = 0; t < walk.length; t++) {
            at += 2 + random.nextGaussian();
            walk[t] = at;
        }

        Path path = forecast(walk, 1, 10);

        assertThat(path.values()[9] - walk[119]).isCloseTo(20, within(4.0));
        assertThat(path.spreads()[3]).isCloseTo(2, within(0.4));
    }

    @Test
    void aStrongSeasonComesRound() {
        Random random = new Random(3);
        double[] values = new double[96];
        for (int t = 0; t < values.length; t++) {
            values[t] = 100 + t + 30 * Math.sin(2 * Math.PI * t / 12) + random.nextGaussian();
        }

        double[] forecast = forecast(values, 12, 24).values();

        for (int h = 0; h < forecast.length; h++) {
            assertThat(forecast[h]).as("step [%d]", h)
                    .isCloseTo(196 + h + 30 * Math.sin(2 * Math.PI * (96 + h) / 12), within(5.0));
        }
    }
}
