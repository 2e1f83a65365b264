package io.manymodels.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Kernel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelsTest {

    @Test
    void ridgeMeetsTheClosedFormOfOneFeature() {
        double[] x = {1, 2, 3, 6};
        double[] y = {2, 3, 7, 12};

        Kernel.Linear ridge = RidgeFit.fit(new DenseData(x, 4, 1, y, 0), 2);

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

        Kernel.Linear ridge = RidgeFit.fit(new DenseData(x, rows, 4, y, 0), 1e-6);

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

        Kernel.Linear binary = LogisticFit.fit(new DenseData(x, rows, 1, two, 2), 0.01, Deadline.NONE);
        Kernel.Linear multinomial = LogisticFit.fit(new DenseData(x, rows, 1, three, 3), 0.01, Deadline.NONE);

        assertThat(binary.intercepts()[0]).isCloseTo(0.5, within(0.1));
        assertThat(binary.coefficients()[0]).isCloseTo(2, within(0.1));
        assertThat(multinomial.coefficients()[1] - multinomial.coefficients()[0]).isCloseTo(1, within(0.1));
        assertThat(multinomial.coefficients()[2] - multinomial.coefficients()[0]).isCloseTo(2, within(0.15));
    }

    @Test
    void treesLearnWhatNoLineCan() {
        Random random = new Random(3);
        int rows = 2000;
        double[] x = new double[rows * 3];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i * 3] = random.nextDouble();
            x[i * 3 + 1] = random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
            x[i * 3 + 2] = random.nextDouble();
            y[i] = (x[i * 3] > 0.5) == (x[i * 3 + 1] > 0.5) ? 1 : -1;
        }
        DenseData data = new DenseData(x, rows, 3, y, 0);

        Kernel.Trees trees = TreesFit.regression(data, TreesFit.Settings.forRows(rows), Deadline.NONE);
        double[] scores = new double[rows];
        trees.score(x, rows, 3, scores);

        double error = 0;
        for (int i = 0; i < rows; i++) {
            error += (scores[i] - y[i]) * (scores[i] - y[i]) / rows;
        }
        assertThat(error).isLessThan(0.1);
    }

    @Test
    void treesOfTheSameRowsAreTheSame() {
        Random random = new Random(4);
        double[] x = random.doubles(900).toArray();
        double[] y = random.doubles(300).map(u -> Math.floor(3 * u)).toArray();
        DenseData data = new DenseData(x, 300, 3, y, 3);

        Kernel.Trees first = TreesFit.classification(data, TreesFit.Settings.forRows(300), Deadline.NONE);
        Kernel.Trees second = TreesFit.classification(data, TreesFit.Settings.forRows(300), Deadline.NONE);

        assertThat(first.outputs()).isEqualTo(3);
        assertThat(first.split()).containsExactly(second.split());
    }
}
