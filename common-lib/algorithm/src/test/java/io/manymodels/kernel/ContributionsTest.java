package io.manymodels.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the definition: the mean over all orders of what a feature adds when it becomes known. */
class ContributionsTest {

    private static final int WIDTH = 5;
    private static final int ROWS = 6;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void treesAreExplainedAsTheDefinitionDoes(int seed) {
        Random random = new Random(seed);
        Kernel.Trees trees = trees(random, 1 + seed % 3, 3 * (1 + seed % 3), 4, seed % 4 != 0);
        double[] matrix = matrix(random);

        Contributions contributions = Contributions.of(trees, matrix, ROWS, WIDTH).orElseThrow();

        double[] scores = scores(trees, matrix);
        for (int i = 0; i < ROWS; i++) {
            double[] x = Arrays.copyOfRange(matrix, i * WIDTH, (i + 1) * WIDTH);
            for (int k = 0; k < trees.outputs(); k++) {
                int at = (i * trees.outputs() + k) * WIDTH;
                double[] own = Arrays.copyOfRange(contributions.values(), at, at + WIDTH);
                assertThat(own).containsExactly(shapley(trees, k, x), within(1e-9));
                assertThat(contributions.base()[k] + Arrays.stream(own).sum())
                        .isCloseTo(scores[i * trees.outputs() + k], within(1e-9));
            }
        }
    }

    @Test
    void linearContributionsSumToTheScore() {
        Random random = new Random(3);
        Kernel.Linear linear = new Kernel.Linear(2, gaussians(random, 2), gaussians(random, 2 * WIDTH),
                gaussians(random, WIDTH));
        double[] matrix = matrix(random);

        Contributions contributions = Contributions.of(linear, matrix, ROWS, WIDTH).orElseThrow();

        double[] scores = scores(linear, matrix);
        for (int i = 0; i < scores.length; i++) {
            double sum = Arrays.stream(contributions.values(), i * WIDTH, (i + 1) * WIDTH).sum();
            assertThat(contributions.base()[i % 2] + sum).isCloseTo(scores[i], within(1e-12));
        }
        for (int j = 0; j < matrix.length; j++) {
            if (Double.isNaN(matrix[j])) {
                assertThat(contributions.values()[(j / WIDTH * 2) * WIDTH + j % WIDTH]).isZero();
            }
        }
    }

    private static double[] scores(Kernel kernel, double[] matrix) {
        double[] scores = new double[ROWS * kernel.outputs()];
        kernel.score(matrix, ROWS, WIDTH, scores);
        return scores;
    }

    private static double[] shapley(Kernel.Trees trees, int output, double[] x) {
        double[] values = new double[WIDTH];
        for (int j = 0; j < WIDTH; j++) {
            for (int known = 0; known < 1 << WIDTH; known++) {
                if ((known >> j & 1) == 0) {
                    int size = Integer.bitCount(known);
                    double orders = factorial(size) * factorial(WIDTH - size - 1) / factorial(WIDTH);
                    values[j] += orders
                            * (answer(trees, output, x, known | 1 << j) - answer(trees, output, x, known));
                }
            }
        }
        return values;
    }

    private static double answer(Kernel.Trees trees, int output, double[] x, int known) {
        double sum = trees.base()[output];
        for (int t = output; t < trees.roots().length; t += trees.outputs()) {
            sum += ofTree(trees, trees.roots()[t], x, known);
        }
        return sum;
    }

    private static double ofTree(Kernel.Trees trees, int node, double[] x, int known) {
        int feature = trees.feature()[node];
        if (feature < 0) {
            return trees.split()[node];
        }
        int left = trees.left()[node];
        if ((known >> feature & 1) == 1) {
            boolean goesLeft = Double.isNaN(x[feature]) ? trees.missingLeft()[node] : x[feature] <= trees.split()[node];
            return ofTree(trees, goesLeft ? left : left + 1, x, known);
        }
        double share = TreeShap.leftShare(trees, node);
        return share * ofTree(trees, left, x, known) + (1 - share) * ofTree(trees, left + 1, x, known);
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    /** Complete trees of a depth; the same feature may be asked twice on one way. */
    private static Kernel.Trees trees(Random random, int outputs, int count, int depth, boolean withRows) {
        int each = (1 << depth + 1) - 1;
        int nodes = count * each;
        short[] feature = new short[nodes];
        double[] split = new double[nodes];
        int[] left = new int[nodes];
        int[] rows = new int[nodes];
        boolean[] missingLeft = new boolean[nodes];
        int[] roots = new int[count];
        for (int t = 0; t < count; t++) {
            roots[t] = t * each;
            rows[roots[t]] = 1000;
            for (int n = 0; n < each; n++) {
                int node = roots[t] + n;
                split[node] = random.nextGaussian();
                missingLeft[node] = random.nextBoolean();
                feature[node] = (short) (2 * n + 2 < each ? random.nextInt(WIDTH) : -1);
                if (feature[node] >= 0) {
                    left[node] = roots[t] + 2 * n + 1;
                    rows[left[node]] = rows[node] == 0 ? 0 : random.nextInt(rows[node] + 1);
                    rows[left[node] + 1] = rows[node] - rows[left[node]];
                }
            }
        }
        return new Kernel.Trees(outputs, gaussians(random, outputs), roots, feature, split, left, missingLeft,
                withRows ? rows : new int[0]);
    }

    private static double[] matrix(Random random) {
        double[] matrix = gaussians(random, ROWS * WIDTH);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = random.nextInt(5) == 0 ? Double.NaN : matrix[i];
        }
        return matrix;
    }

    private static double[] gaussians(Random random, int count) {
        return random.doubles(count).map(_ -> random.nextGaussian()).toArray();
    }
}
