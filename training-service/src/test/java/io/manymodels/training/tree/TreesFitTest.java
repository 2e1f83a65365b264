package io.manymodels.training.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreesFitTest {

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
        DenseData data = DenseData.of(x, rows, 3, y, 0);

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
        DenseData data = DenseData.of(x, 300, 3, y, 3);

        Kernel.Trees first = TreesFit.classification(data, TreesFit.Settings.forRows(300), Deadline.NONE);
        Kernel.Trees second = TreesFit.classification(data, TreesFit.Settings.forRows(300), Deadline.NONE);

        assertThat(first.outputs()).isEqualTo(3);
        assertThat(first.split()).containsExactly(second.split());
    }
}
