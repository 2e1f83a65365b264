package io.manymodels.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMixTest {

    /** The first numbers of seed 1234567 as the reference implementation gives them. */
    @Test
    void numbersAreThoseOfTheReferenceOnEveryMachine() {
        SplitMix random = new SplitMix(1234567);
        long[] reference = {6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"),
                4593380528125082431L, Long.parseUnsignedLong("16408922859458223821")};

        assertThat(DoubleStream.generate(random::uniform).limit(5).toArray())
                .containsExactly(LongStream.of(reference).mapToDouble(n -> (n >>> 11) * 0x1.0p-53).toArray());
    }

    @Test
    void uniformAndNormalNumbersAreSpreadAsTheyShould() {
        SplitMix random = new SplitMix(1);
        double[] uniform = DoubleStream.generate(random::uniform).limit(100_000).toArray();
        double[] normal = DoubleStream.generate(random::gaussian).limit(100_000).toArray();

        assertThat(DoubleStream.of(uniform)).allMatch(u -> u >= 0 && u < 1);
        assertThat(DoubleStream.of(uniform).average().orElseThrow()).isCloseTo(0.5, within(0.01));
        assertThat(DoubleStream.of(normal)).allMatch(Double::isFinite);
        assertThat(DoubleStream.of(normal).average().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(DoubleStream.of(normal).map(x -> x * x).average().orElseThrow()).isCloseTo(1, within(0.02));
        assertThat(DoubleStream.of(normal).filter(x -> Math.abs(x) < 1.96).count()).isBetween(94_500L, 95_500L);
    }
}
