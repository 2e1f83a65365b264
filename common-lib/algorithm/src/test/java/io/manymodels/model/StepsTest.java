package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables by lead: within them, beyond them, and those that are none. */
class StepsTest {

    private static final double[] VALUES = {10, 20, 30, 40};

    @Test
    void withinTheTableALeadHasItsValueAndSpread() {
        Scorer.Steps steps = new Scorer.Steps(2, VALUES, new double[] {1, 2, 3, 4}, Scorer.Tail.HOLD);

        assertThat(steps.value(2)).isEqualTo(10);
        assertThat(steps.value(5)).isEqualTo(40);
        assertThat(steps.spread(2)).isEqualTo(1);
        assertThat(steps.spread(5)).isEqualTo(4);
        assertThat(steps.spread(1)).isEqualTo(1);
        assertThat(steps.spread(99)).isEqualTo(4);
        assertThat(steps.outputs()).isEqualTo(1);
        assertThat(new Scorer.Steps(1, VALUES, new double[0], Scorer.Tail.HOLD).spread(3)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"6, 30", "7, 40", "8, 30", "9, 40", "1000, 30", "1, 20", "0, 10", "-1, 20"})
    void aSeasonIsRepeatedOnBothSides(long lead, double value) {
        assertThat(new Scorer.Steps(2, VALUES, new double[0], Scorer.Tail.repeat(2)).value(lead)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"5, 40", "6, 40", "1000000, 40", "1, 10"})
    void theLastValueIsHeld(long lead, double value) {
        assertThat(new Scorer.Steps(2, VALUES, new double[0], Scorer.Tail.HOLD).value(lead)).isEqualTo(value);
    }

    @Test
    void aLineGoesOn() {
        Scorer.Steps steps = new Scorer.Steps(1, VALUES, new double[0], Scorer.Tail.trend(2, 1));

        assertThat(steps.value(4)).isEqualTo(40);
        assertThat(steps.value(5)).isCloseTo(42, within(1e-12));
        assertThat(steps.value(14)).isCloseTo(60, within(1e-12));
    }

    @Test
    void aDampedLineLevelsOut() {
        Scorer.Steps steps = new Scorer.Steps(1, VALUES, new double[0], Scorer.Tail.trend(2, 0.5));

        assertThat(steps.value(5)).isCloseTo(40 + 1, within(1e-12));
        assertThat(steps.value(6)).isCloseTo(40 + 1 + 0.5, within(1e-12));
        assertThat(steps.value(7)).isCloseTo(40 + 1 + 0.5 + 0.25, within(1e-12));
        assertThat(steps.value(1000)).isCloseTo(42, within(1e-9));
    }

    /** Each step adds slope times damping to the power of the steps behind the table, whatever the season. */
    @Property(tries = 300)
    void aSeasonWithATrendIsTheSeasonBeforePlusWhatTheStepsSinceAdd(@ForAll @IntRange(min = 1, max = 4) int season,
            @ForAll @IntRange(min = 1, max = 30) int behind, @ForAll @IntRange(min = 1, max = 10) int tenths) {
        double damping = tenths / 10.0;
        Scorer.Steps steps = new Scorer.Steps(1, VALUES, new double[0], new Scorer.Tail(season, 3, damping));
        int place = VALUES.length - season + (behind - 1) % season;
        double expected = VALUES[place];
        for (int step = VALUES.length + behind; step > place + 1; step--) {
            expected += 3 * Math.pow(damping, step - VALUES.length);
        }

        assertThat(steps.value(VALUES.length + behind)).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }

    @Test
    void tablesThatDoNotFitAreRefused() {
        Scorer.Tail hold = Scorer.Tail.HOLD;
        double[] none = {};

        assertThatThrownBy(() -> new Scorer.Steps(0, VALUES, none, hold)).hasMessageContaining("steps from [0]");
        assertThatThrownBy(() -> new Scorer.Steps(1, none, none, hold)).hasMessageContaining("[0] values");
        assertThatThrownBy(() -> new Scorer.Steps(1, VALUES, new double[3], hold)).hasMessageContaining("[3] spreads");
        assertThatThrownBy(() -> new Scorer.Steps(1, VALUES, none, Scorer.Tail.repeat(5)))
                .hasMessageContaining("season [5]");
        assertThat(new Scorer.Steps(1, VALUES, none, Scorer.Tail.repeat(4)).value(5)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, NaN, 1", "1, Infinity, 1", "1, 0, 0", "1, 0, 1.01", "1, 0, NaN", "1, 0, -0.5"})
    void tailsThatDoNotGoOnAreRefused(int season, double slope, double damping) {
        assertThatThrownBy(() -> new Scorer.Tail(season, slope, damping)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not go on");
    }

    @Test
    void aBlendHasMembersOfOneNumberOfOutputs() {
        Scorer.Blend.Member one = new Scorer.Blend.Member(1, Link.IDENTITY, constant(1));
        Scorer.Blend.Member two = new Scorer.Blend.Member(1, Link.IDENTITY, constant(2));

        assertThatThrownBy(() -> new Scorer.Blend(Scorer.Blend.Scale.ORIGINAL, List.of(one, two)))
                .hasMessageContaining("[1] and [2] outputs");
        assertThatThrownBy(() -> new Scorer.Blend(Scorer.Blend.Scale.ORIGINAL, List.of()))
                .hasMessageContaining("nothing");
        assertThat(new Scorer.Blend(Scorer.Blend.Scale.ORIGINAL, List.of(two, two)).outputs()).isEqualTo(2);
    }

    private static Scorer.Single constant(int outputs) {
        return new Scorer.Rows(new FeatureRecipe(List.of()), History.NONE,
                new Kernel.Linear(outputs, new double[outputs], new double[0], new double[0]));
    }
}
