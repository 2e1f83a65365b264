package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Level, trend and season of tables. */
class ComponentsTest {

    private static final Offset<Double> EXACT = within(1e-9);

    /** 100 + 2 a step, and a season whose sum is 0. */
    private static Scorer.Steps table(double[] season) {
        double[] values = IntStream.rangeClosed(1, 3 * season.length)
                .mapToDouble(lead -> 100 + 2 * lead + season[lead % season.length]).toArray();
        return new Scorer.Steps(1, values, new double[0], new Scorer.Tail(season.length, 2, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 7, 8, 40})
    void anAddedSeasonAndALineAreFoundExactly(long lead) {
        double[] even = {5, -3, 1, -3};
        double[] odd = {4, -6, 2};

        assertThat(Components.of(table(even), lead)).satisfies(found -> found(found, lead, even[(int) (lead % 4)]));
        assertThat(Components.of(table(odd), lead)).satisfies(found -> found(found, lead, odd[(int) (lead % 3)]));
    }

    private static void found(Components found, long lead, double season) {
        assertThat(found.level()).isCloseTo(100, EXACT);
        assertThat(found.trend()).isCloseTo(2.0 * lead, EXACT);
        assertThat(found.season()).isCloseTo(season, EXACT);
    }

    @Test
    void whatHoldsIsLevelAlone() {
        Scorer.Steps held = new Scorer.Steps(1, new double[] {7, 7, 7}, new double[0], Scorer.Tail.HOLD);

        assertThat(Components.of(held, 2)).isEqualTo(new Components(7, 0, 0));
    }

    @Test
    void aTableOfOneValueHasALevel() {
        Scorer.Steps one = new Scorer.Steps(3, new double[] {7}, new double[0], Scorer.Tail.HOLD);

        assertThat(Components.of(one, 9)).isEqualTo(new Components(7, 0, 0));
    }
}
