package io.manymodels.training.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Trees that start where other models stand. */
@NullUnmarked
class CorrectionFitTest {

    private static final int ROWS = 2_000;

    private static double[] matrix(long seed) {
        Random random = new Random(seed);
        return random.doubles(ROWS * 2L).toArray();
    }

    private static double[] score(Kernel kernel, double... matrix) {
        double[] scores = new double[matrix.length / 2 * kernel.outputs()];
        kernel.score(matrix, matrix.length / 2, 2, scores);
        return scores;
    }

    @Test
    void findsWhatResidualsHaveInCommon() {
        double[] matrix = matrix(1);
        double[] residuals = new double[ROWS];
        Arrays.setAll(residuals, i -> matrix[2 * i] > 0.5 && matrix[2 * i + 1] > 0.5 ? 1 : 0);

        Kernel trees = CorrectionFit.fit(DenseData.of(matrix, ROWS, 2, residuals, 0), new double[0],
                CorrectionFit.Loss.SQUARE, Deadline.NONE);

        assertThat(score(trees, 0.8, 0.8)[0]).isCloseTo(1, within(0.15));
        assertThat(score(trees, 0.2, 0.8)[0]).isCloseTo(0, within(0.15));
    }

    /** Of a lognormal the point of least percentage error lies a variance below the median. */
    @Test
    void leadsToThePointOfLeastPercentageError() {
        Random random = new Random(2);
        double[] residuals = random.doubles(ROWS).map(_ -> 0.6 * random.nextGaussian()).toArray();

        Kernel trees = CorrectionFit.fit(DenseData.of(matrix(3), ROWS, 2, residuals, 0), new double[0],
                CorrectionFit.Loss.PERCENTAGE, Deadline.NONE);

        assertThat(Arrays.stream(score(trees, matrix(4))).average().orElseThrow()).isCloseTo(-0.36, within(0.12));
    }

    @Test
    void addsToWhatModelsOfLabelsSay() {
        double[] matrix = matrix(5);
        Random random = new Random(6);
        double[] own = random.doubles(ROWS).map(_ -> random.nextGaussian()).toArray();
        double[] labels = new double[ROWS];
        Arrays.setAll(labels, i -> {
            double odds = own[i] + (matrix[2 * i] > 0.5 ? 2 : -2);
            return random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
        });

        Kernel trees = CorrectionFit.fit(DenseData.of(matrix, ROWS, 2, labels, 2), own, CorrectionFit.Loss.LABELS,
                Deadline.NONE);

        assertThat(score(trees, 0.9, 0.5)[0]).isCloseTo(2, within(1.0));
        assertThat(score(trees, 0.1, 0.5)[0]).isCloseTo(-2, within(1.0));
    }

    @Test
    void hasAsManyOutputsAsThereAreLabels() {
        double[] matrix = matrix(7);
        double[] labels = new double[ROWS];
        Arrays.setAll(labels, i -> Math.floor(3 * matrix[2 * i]));

        Kernel trees = CorrectionFit.fit(DenseData.of(matrix, ROWS, 2, labels, 3), new double[3 * ROWS],
                CorrectionFit.Loss.LABELS, Deadline.NONE);

        double[] scores = score(trees, 0.1, 0.5);
        assertThat(scores).hasSize(3);
        assertThat(scores[0]).isGreaterThan(scores[1] + 1).isGreaterThan(scores[2] + 1);
    }
}
