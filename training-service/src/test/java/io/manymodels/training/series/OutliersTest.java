package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class OutliersTest {

    private static final int STEPS = 60;

    private final Random random = new Random(3);

    @Test
    void aSpikeIsDrawnToItsNeighbours() {
        double[] y = series(t -> 100 + random.nextGaussian());
        y[30] = 180;

        double[] cleaned = Outliers.withoutSpikes(new Series(y, 12)).values();

        assertThat(cleaned[30]).isCloseTo(100, within(3.0));
        cleaned[30] = y[30];
        assertThat(cleaned).containsExactly(y);
    }

    /** What the last values are nobody can see; in a series of spikes they are likelier to be spikes than to stay. */
    @Test
    void theLastValuesAreSpikesInASeriesThatHasThem() {
        double[] y = series(t -> 100 + t + random.nextGaussian());
        y[STEPS - 1] = 300;
        y[STEPS - 2] = 310;

        assertThat(Outliers.withoutSpikes(new Series(y, 1)).values()).containsExactly(y);

        y[10] = 250;
        y[30] = 280;
        double[] cleaned = Outliers.withoutSpikes(new Series(y, 1)).values();
        assertThat(cleaned[STEPS - 1]).isCloseTo(159, within(5.0));
        assertThat(cleaned[STEPS - 2]).isCloseTo(158, within(5.0));
    }

    @Test
    void twoThatFollowEachOtherAreSpikesFourAreNot() {
        double[] y = series(t -> 100 + random.nextGaussian());
        Arrays.fill(y, 20, 22, 180);

        assertThat(Arrays.stream(Outliers.withoutSpikes(new Series(y, 1)).values())).allMatch(value -> value < 110);

        Arrays.fill(y, 20, 24, 180);
        assertThat(Outliers.withoutSpikes(new Series(y, 1)).values()).containsExactly(y);
    }

    @Test
    void whatStaysIsNoSpike() {
        double[] y = series(t -> t < STEPS - 2 ? 100 + random.nextGaussian() : 180);

        assertThat(Outliers.withoutSpikes(new Series(y, 1)).values()).containsExactly(y);
    }

    @Test
    void aStepIsTakenOutAsIfItHadAlwaysBeenThere() {
        double[] y = series(t -> (t < 40 ? 100 : 40) + 3 * random.nextGaussian());

        double[] steady = Outliers.withoutShift(new Series(y, 12)).values();

        assertThat(Arrays.stream(steady, 0, 40).average().orElseThrow()).isCloseTo(40, within(3.0));
        assertThat(Arrays.copyOfRange(steady, 40, STEPS)).containsExactly(Arrays.copyOfRange(y, 40, STEPS));
    }

    @Test
    void whatMovesByItselfIsLeftAlone() {
        double[] walk = new double[STEPS];
        for (int t = 1; t < STEPS; t++) {
            walk[t] = walk[t - 1] + 5 * random.nextGaussian();
        }

        for (double[] y : new double[][] {walk, series(t -> 3 * t + 2 * random.nextGaussian()),
                series(t -> 10 * Math.exp(0.05 * t)), series(t -> 50 + 20 * Math.sin(2 * Math.PI * t / 12)),
                series(t -> 100 + 10 * random.nextGaussian()), new double[STEPS]}) {
            Series series = new Series(y, 12);
            assertThat(Outliers.withoutShift(series).values()).containsExactly(y);
            assertThat(Outliers.withoutSpikes(series).values()).containsExactly(y);
        }
    }

    private static double[] series(IntToDoubleFunction value) {
        return IntStream.range(0, STEPS).mapToDouble(value).toArray();
    }
}
