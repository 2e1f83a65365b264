package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class PreferenceTest {

    private static final int ROWS = 18;

    /** The rows of a window err together: one lucky window is one piece of evidence, however many rows it has. */
    @Test
    void oneLuckyWindowDoesNotWin() {
        assertThat(Preference.choose(List.of(windows(2, 1, 1), windows(1, 1, 1)))).isZero();
    }

    @Test
    void whatIsBetterInEveryWindowWins() {
        assertThat(Preference.choose(List.of(windows(2, 2.1, 1.9), windows(1, 1, 1)))).isEqualTo(1);
    }

    @Test
    void rowsThatErrByThemselvesAreEvidenceEach() {
        double[] losses = IntStream.range(0, 60).mapToDouble(i -> i % 3 == 0 ? 2 : 1).toArray();
        int[] single = new int[60];
        Arrays.fill(single, 1);
        double[] ones = new double[60];
        Arrays.fill(ones, 1);

        assertThat(Preference.choose(List.of(evaluation(losses, single), evaluation(ones, single)))).isEqualTo(1);
    }

    private static Evaluation windows(double... losses) {
        int[] blocks = new int[losses.length];
        Arrays.fill(blocks, ROWS);
        return evaluation(Arrays.stream(losses)
                .flatMap(loss -> IntStream.range(0, ROWS).mapToDouble(row -> loss)).toArray(), blocks);
    }

    private static Evaluation evaluation(double[] losses, int[] blocks) {
        Variant variant = new Variant("any", Variant.FIRST, lesson -> {
            throw new CannotFit("it is only judged");
        });
        return new Evaluation(variant, losses, blocks, new double[0]);
    }
}
