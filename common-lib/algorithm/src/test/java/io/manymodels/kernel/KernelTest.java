package io.manymodels.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The arithmetic from features to scores, and from scores to probabilities. */
class KernelTest {

    private static final double NONE = Double.NaN;

    @Test
    void aLinearOneAddsUpEveryOutputOfEveryRow() {
        Kernel linear = new Kernel.Linear(2, new double[] {1, -1}, new double[] {2, 3, 10, 20}, new double[] {5, 7});
        double[] scores = {9, 9, 9, 9, 9, 9};

        linear.score(new double[] {1, 1, 0, 2, NONE, NONE}, 3, 2, scores);

        assertThat(scores).containsExactly(1 + 2 + 3, -1 + 10 + 20, 1 + 6, -1 + 40, 1 + 10 + 21, -1 + 50 + 140);
    }

    /** Two trees: by feature 0 at 2, missing to the left; by feature 1 at -1, missing to the right. */
    private static Kernel.Trees trees(int outputs) {
        double[] base = new double[outputs];
        Arrays.setAll(base, k -> 100 * (k + 1));
        return new Kernel.Trees(outputs, base, new int[] {0, 3}, new short[] {0, -1, -1, 1, -1, -1},
                new double[] {2, 10, 20, -1, 3, 4}, new int[] {1, 0, 0, 4, 0, 0},
                new boolean[] {true, false, false, false, false, false}, new int[0]);
    }

    @Test
    void aRowGoesLeftWhereItsFeatureIsAtMostTheSplit() {
        double[] scores = new double[4];

        trees(1).score(new double[] {2, -1, 2.5, -0.5, NONE, NONE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY},
                4, 2, scores);

        assertThat(scores).containsExactly(100 + 10 + 3, 100 + 20 + 4, 100 + 10 + 4, 100 + 10 + 4);
    }

    @Test
    void treesTakeTurnsAmongTheOutputs() {
        double[] scores = new double[4];

        trees(2).score(new double[] {2, -1, 3, 0}, 2, 2, scores);

        assertThat(scores).containsExactly(100 + 10, 200 + 3, 100 + 20, 200 + 4);
    }

    /** The family's kernel: 1000 + the own score + 10 x the key's number + 100 x the last feature. */
    private static final Kernel.Shared FAMILY = new Kernel.Shared(0, 3,
            new Kernel.Linear(1, new double[] {1000}, new double[] {1, 10, 100}, new double[3]));

    @Test
    void aCorrectedOneAddsWhatTheFamilySaysOfTheKeyToItsOwn() {
        Kernel own = new Kernel.Linear(1, new double[] {1}, new double[] {2}, new double[] {0});
        Kernel corrected = new Kernel.Corrected(own, 1, 0.5, new double[] {3, 4}, new double[] {2, 1},
                new double[] {7}, FAMILY);
        double[] scores = {9, 9};

        corrected.score(new double[] {1, 4, 5, 6}, 2, 2, scores);

        assertThat(scores).containsExactly(3 + 0.5 * (1000 + 0 + 70 + 0), 11 + 0.5 * (1000 + 4 + 70 + 200));
    }

    @Test
    void aCorrectionFitsItsFamily() {
        Kernel own = new Kernel.Linear(1, new double[] {1}, new double[] {2}, new double[] {0});

        assertThatThrownBy(() -> new Kernel.Corrected(own, 1, 1, new double[1], new double[1], new double[1], FAMILY))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("do not fit");
        Kernel corrected = new Kernel.Corrected(own, 1, 1, new double[2], new double[2], new double[1], FAMILY);
        assertThatThrownBy(
                () -> new Kernel.Corrected(corrected, 1, 1, new double[2], new double[2], new double[1], FAMILY))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("correction of a correction");
    }

    @Test
    void oneLabelIsCertain() {
        double[] result = {9, 9, 9};

        Softmax.probabilities(new double[] {5}, 0, 1, 1, result, 1);

        assertThat(result).containsExactly(9, 1, 9);
    }

    @Test
    void ofTwoLabelsAScoreIsTheLogOddsOfTheSecond() {
        double[] result = {9, 9, 9, 9};

        Softmax.probabilities(new double[] {9, Math.log(3)}, 1, 1, 2, result, 1);

        assertThat(result).containsExactly(new double[] {9, 0.25, 0.75, 9}, within(1e-12));
    }

    @Test
    void ofManyLabelsScoresAreLogits() {
        double[] result = {9, 9, 9, 9, 9};
        double[] scores = {9, Math.log(1) + 700, Math.log(2) + 700, Math.log(5) + 700};

        Softmax.probabilities(scores, 1, 3, 3, result, 1);

        assertThat(result).containsExactly(new double[] {9, 0.125, 0.25, 0.625, 9}, within(1e-12));
    }

    @Property(tries = 200)
    void probabilitiesAreSharesOfOneInTheOrderOfTheirLogits(@ForAll("logits") double[] scores) {
        double[] result = new double[scores.length];

        Softmax.probabilities(scores, 0, scores.length, scores.length, result, 0);

        assertThat(Arrays.stream(result)).allMatch(p -> p >= 0 && p <= 1);
        assertThat(Arrays.stream(result).sum()).isCloseTo(1, within(1e-12));
        for (int k = 1; k < scores.length; k++) {
            assertThat(Math.signum(result[k] - result[k - 1]) * Math.signum(scores[k] - scores[k - 1]))
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Provide
    Arbitrary<double[]> logits() {
        return Arbitraries.doubles().between(-800, 800).array(double[].class).ofMinSize(3).ofMaxSize(6);
    }
}
