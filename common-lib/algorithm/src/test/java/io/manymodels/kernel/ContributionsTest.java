package io.manymodels.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What features add to scores: they add up, and of trees they are the Shapley values. */
class ContributionsTest {

    private static final double NONE = Double.NaN;

    @Test
    void aLinearFeatureAddsItsCoefficientTimesWhatItDiffersFromItsMean() {
        Kernel linear = new Kernel.Linear(2, new double[] {1, -1}, new double[] {2, 3, 10, 20}, new double[] {5, 7});

        Contributions contributions = Contributions.of(linear, new double[] {6, 5, NONE, 8}, 2, 2);

        assertThat(contributions.base()).containsExactly(1 + 10 + 21, -1 + 50 + 140);
        assertThat(contributions.values()).containsExactly(2, -6, 10, -40, 0, 3, 0, 20);
    }

    /** One split at 0, of a feature that goes left in a quarter of the training rows: 12 there, else 20. */
    @Test
    void aSplitAddsWhatItDiffersFromTheMeanOfItsTrainingRows() {
        Kernel.Trees stump = new Kernel.Trees(1, new double[] {100}, new int[] {0}, new short[] {1, -1, -1},
                new double[] {0, 12, 20}, new int[] {1, 0, 0}, new boolean[3], new int[] {40, 10, 30});

        Contributions contributions = Contributions.of(stump, new double[] {7, -1, 7, 1}, 2, 2);

        assertThat(contributions.base()).containsExactly(118);
        assertThat(contributions.values()).containsExactly(0, -6, 0, 2);
    }

    @Property(tries = 300)
    void ofTreesTheyAreTheShapleyValues(@ForAll long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(5);
        Kernel.Trees trees = new RandomTrees(random, width).of(1 + random.nextInt(4), 1 + random.nextInt(3));
        double[] row = random.doubles(width).map(x -> random.nextInt(5) == 0 ? NONE : x).toArray();

        Contributions contributions = Contributions.of(trees, row, 1, width);

        double[] scores = new double[trees.outputs()];
        trees.score(row, 1, width, scores);
        for (int k = 0; k < trees.outputs(); k++) {
            double[] shapley = shapley(trees, k, row);
            double[] found = Arrays.copyOfRange(contributions.values(), k * width, (k + 1) * width);
            assertThat(found).containsExactly(shapley, within(1e-9));
            assertThat(contributions.base()[k] + Arrays.stream(found).sum()).isCloseTo(scores[k], within(1e-9));
        }
    }

    /** By their definition: over all sets of the other features, what a feature adds to what is expected. */
    private static double[] shapley(Kernel.Trees trees, int output, double[] row) {
        int width = row.length;
        double[] values = new double[width];
        for (int set = 0; set < 1 << width; set++) {
            double without = expected(trees, output, row, set);
            for (int j = 0; j < width; j++) {
                if ((set & 1 << j) == 0) {
                    int size = Integer.bitCount(set);
                    values[j] += factorial(size) * factorial(width - size - 1) / factorial(width)
                            * (expected(trees, output, row, set | 1 << j) - without);
                }
            }
        }
        return values;
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    private static double expected(Kernel.Trees trees, int output, double[] row, int known) {
        double sum = trees.base()[output];
        for (int t = output; t < trees.roots().length; t += trees.outputs()) {
            sum += below(trees, trees.roots()[t], row, known);
        }
        return sum;
    }

    private static double below(Kernel.Trees trees, int node, double[] row, int known) {
        int feature = trees.feature()[node];
        if (feature < 0) {
            return trees.split()[node];
        }
        int left = trees.left()[node];
        if ((known & 1 << feature) != 0) {
            boolean goesLeft = Double.isNaN(row[feature])
                    ? trees.missingLeft()[node]
                    : row[feature] <= trees.split()[node];
            return below(trees, goesLeft ? left : left + 1, row, known);
        }
        double all = trees.rows()[node];
        return all == 0
                ? 0
                : (trees.rows()[left] * below(trees, left, row, known)
                        + trees.rows()[left + 1] * below(trees, left + 1, row, known)) / all;
    }

    /** Trees that ask for features again and again, some of whose nodes no training row came to. */
    private static final class RandomTrees {

        private static final int MOST_NODES = 200;

        private final Random random;
        private final int width;
        private final short[] feature = new short[MOST_NODES];
        private final double[] split = new double[MOST_NODES];
        private final int[] left = new int[MOST_NODES];
        private final boolean[] missingLeft = new boolean[MOST_NODES];
        private final int[] rows = new int[MOST_NODES];
        private int nodes;

        RandomTrees(Random random, int width) {
            this.random = random;
            this.width = width;
        }

        Kernel.Trees of(int count, int outputs) {
            int[] roots = new int[count];
            for (int t = 0; t < count; t++) {
                roots[t] = nodes++;
                grow(roots[t], 60, 4);
            }
            return new Kernel.Trees(outputs, random.doubles(outputs).toArray(), roots, Arrays.copyOf(feature, nodes),
                    Arrays.copyOf(split, nodes), Arrays.copyOf(left, nodes), Arrays.copyOf(missingLeft, nodes),
                    Arrays.copyOf(rows, nodes));
        }

        private void grow(int node, int count, int depth) {
            rows[node] = count;
            if (depth == 0 || random.nextInt(4) == 0) {
                feature[node] = -1;
                split[node] = random.nextGaussian();
                return;
            }
            feature[node] = (short) random.nextInt(width);
            split[node] = random.nextDouble();
            missingLeft[node] = random.nextBoolean();
            left[node] = nodes;
            nodes += 2;
            int first = random.nextInt(count + 1);
            grow(left[node], first, depth - 1);
            grow(left[node] + 1, count - first, depth - 1);
        }
    }

    @Test
    void treesThatDoNotKnowTheirTrainingRowsTellNothing() {
        Kernel.Trees unknown = new Kernel.Trees(1, new double[] {0}, new int[] {0}, new short[] {0, -1, -1},
                new double[] {0, 1, 2}, new int[] {1, 0, 0}, new boolean[3], new int[0]);

        assertThat(Contributions.missing(unknown)).contains("do not know their training rows");
        assertThatThrownBy(() -> Contributions.of(unknown, new double[] {1}, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
