package io.manymodels.training.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearFitTest {

    @Test
    void ridgeMeetsTheClosedFormOfOneFeature() {
        double[] x = {1, 2, 3, 6};
        double[] y = {2, 3, 7, 12};

        Kernel.Linear ridge = RidgeFit.fit(DenseData.of(x, 4, 1, y, 0), 2, Deadline.NONE);

        // Standardised slope = sum(z y) / (n + penalty), z = (x - 3) / sd.
        double deviation = Math.sqrt((4 + 1 + 0 + 9) / 4.0);
        double slope = ((-2 * 2 - 1 * 3 + 0 * 7 + 3 * 12) / deviation) / (4 + 2) / deviation;
        assertThat(ridge.coefficients()[0]).isCloseTo(slope, within(1e-12));
        assertThat(ridge.intercepts()[0]).isCloseTo(6 - slope * 3, within(1e-12));
    }

    @Test
    void ridgeFindsTheTruthOfManyRowsAndPassesOverConstantAndMissingValues() {
        Random random = new Random(1);
        int rows = 4000;
        double[] x = new double[rows * 4];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < 3; j++) {
                x[i * 4 + j] = random.nextGaussian() * (j + 1);
            }
            x[i * 4 + 3] = 7;
            y[i] = 5 + 2 * x[i * 4] - x[i * 4 + 1] + 0.01 * random.nextGaussian();
            x[i * 4 + 2] = i % 3 == 0 ? Double.NaN : x[i * 4 + 2];
        }

        Kernel.Linear ridge = RidgeFit.fit(DenseData.of(x, rows, 4, y, 0), 1e-6, Deadline.NONE);

        assertThat(ridge.coefficients()).containsExactly(new double[] {2, -1, 0, 0}, within(0.01));
        assertThat(ridge.intercepts()[0]).isCloseTo(5, within(0.01));
    }

    @Test
    void logisticFindsTheTruthForTwoLabelsAndForThree() {
        Random random = new Random(2);
        int rows = 20_000;
        double[] x = new double[rows];
        double[] two = new double[rows];
        double[] three = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextGaussian();
            two[i] = random.nextDouble() < 1 / (1 + Math.exp(-(0.5 + 2 * x[i]))) ? 1 : 0;
            double u = random.nextDouble() * (1 + Math.exp(x[i]) + Math.exp(-1 + 2 * x[i]));
            three[i] = u < 1 ? 0 : u < 1 + Math.exp(x[i]) ? 1 : 2;
        }

        Kernel.Linear binary = LogisticFit.fit(DenseData.of(x, rows, 1, two, 2), 0.01, Deadline.NONE);
        Kernel.Linear multinomial = LogisticFit.fit(DenseData.of(x, rows, 1, three, 3), 0.01, Deadline.NONE);

        assertThat(binary.intercepts()[0]).isCloseTo(0.5, within(0.1));
        assertThat(binary.coefficients()[0]).isCloseTo(2, within(0.1));
        assertThat(multinomial.coefficients()[1] - multinomial.coefficients()[0]).isCloseTo(1, within(0.1));
        assertThat(multinomial.coefficients()[2] - multinomial.coefficients()[0]).isCloseTo(2, within(0.15));
    }

    /** Each column twice is the same model as the column with its penalty halved. */
    @Test
    void moreColumnsThanRowsAreTheSameModelAsTheirOwnEquations() {
        Random random = new Random(4);
        int rows = 250;
        int single = 200;
        double[] x = random.doubles((long) rows * single, -1, 1).toArray();
        double[] twice = new double[2 * x.length];
        double[] y = new double[rows];
        double[] labels = new double[rows];
        double[] three = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < 2 * single; j++) {
                twice[2 * i * single + j] = x[i * single + j % single];
            }
            y[i] = x[i * single] + 0.1 * random.nextGaussian();
            labels[i] = y[i] > 0 ? 1 : 0;
            three[i] = y[i] > 0.3 ? 2 : labels[i];
        }

        assertSameModel(RidgeFit.fit(DenseData.of(x, rows, single, y, 0), 1, Deadline.NONE),
                RidgeFit.fit(DenseData.of(twice, rows, 2 * single, y, 0), 2, Deadline.NONE), single);
        assertSameModel(LogisticFit.fit(DenseData.of(x, rows, single, labels, 2), 1, Deadline.NONE),
                LogisticFit.fit(DenseData.of(twice, rows, 2 * single, labels, 2), 2, Deadline.NONE), single);
        assertSameModel(LogisticFit.fit(DenseData.of(x, rows, single, three, 3), 5, Deadline.NONE),
                LogisticFit.fit(DenseData.of(twice, rows, 2 * single, three, 3), 10, Deadline.NONE), single);
    }

    private static void assertSameModel(Kernel.Linear few, Kernel.Linear many, int single) {
        for (int k = 0; k < few.outputs(); k++) {
            assertThat(many.intercepts()[k]).isCloseTo(few.intercepts()[k], within(1e-3));
            for (int j = 0; j < single; j++) {
                assertThat(many.coefficients()[2 * k * single + j] + many.coefficients()[(2 * k + 1) * single + j])
                        .isCloseTo(few.coefficients()[k * single + j], within(1e-3));
            }
        }
    }

    @Test
    void noFitGoesOnWhenItsTimeIsUp() {
        DenseData numbers = DenseData.of(new double[] {1, 2, 3, 6}, 4, 1, new double[] {2, 3, 7, 12}, 0);
        DenseData labels = DenseData.of(new double[] {1, 2, 3, 6}, 4, 1, new double[] {0, 1, 0, 1}, 2);
        Deadline passed = Deadline.in(Duration.ofNanos(-1));

        assertThatThrownBy(() -> RidgeFit.fit(numbers, 1, passed)).isInstanceOf(Deadline.Passed.class);
        assertThatThrownBy(() -> LogisticFit.fit(labels, 1, passed)).isInstanceOf(Deadline.Passed.class);
    }

    /** Newton's method overshoots where rows lie far apart; its last step may be worse than where it began. */
    @Test
    void logisticAnswersTheLeastLossThatItSaw() {
        Random random = new Random(3);
        int rows = 12;
        int width = 4;
        for (int set = 0; set < 200; set++) {
            double[] x = new double[rows * width];
            double[] y = new double[rows];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < width; j++) {
                    x[i * width + j] = Math.exp(8 * random.nextGaussian()) * (random.nextBoolean() ? 1 : -1);
                }
                y[i] = i < 2 ? i : random.nextDouble() < 1 / (1 + Math.exp(-x[i * width])) ? 1 : 0;
            }

            Kernel.Linear fit = LogisticFit.fit(DenseData.of(x, rows, width, y, 2), 1e-8, Deadline.NONE);

            assertThat(loss(x, width, y, fit)).as("set %d against coefficients of zero", set)
                    .isLessThanOrEqualTo(rows * Math.log(2) + 1e-9);
        }
    }

    private static double loss(double[] x, int width, double[] y, Kernel.Linear fit) {
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            double score = fit.intercepts()[0];
            for (int j = 0; j < width; j++) {
                score += fit.coefficients()[j] * x[i * width + j];
            }
            loss += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - y[i] * score;
        }
        return loss;
    }
}
