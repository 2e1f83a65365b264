package io.manymodels.kernel;

/**
 * Shapley values of regression trees in polynomial time (Lundberg, Erion and Lee 2018, algorithm 2). Where a feature is
 * unknown, a tree's answer is the mean of both branches, weighed by the training rows that took each; trees that do not
 * know these weigh them alike. Takes time in leaves times depth squared. One for each tree and row.
 */
final class TreeShap {

    private final Kernel.Trees trees;
    private final double[] matrix;
    private final int row;
    private final double[] values;
    private final int at;

    private TreeShap(Kernel.Trees trees, double[] matrix, int row, double[] values, int at) {
        this.trees = trees;
        this.matrix = matrix;
        this.row = row;
        this.values = values;
        this.at = at;
    }

    static Contributions of(Kernel.Trees trees, double[] matrix, int rows, int width) {
        int outputs = trees.outputs();
        double[] base = trees.base().clone();
        double[] values = new double[rows * outputs * width];
        for (int t = 0; t < trees.roots().length; t++) {
            int output = t % outputs;
            base[output] += expected(trees, trees.roots()[t]);
            for (int i = 0; i < rows; i++) {
                new TreeShap(trees, matrix, i * width, values, (i * outputs + output) * width).walk(trees.roots()[t],
                        Path.EMPTY, 1, 1, -1);
            }
        }
        return new Contributions(base, values);
    }

    /** A tree's answer to a row of which nothing is known. */
    private static double expected(Kernel.Trees trees, int node) {
        if (trees.feature()[node] < 0) {
            return trees.split()[node];
        }
        int left = trees.left()[node];
        double share = leftShare(trees, node);
        return share * expected(trees, left) + (1 - share) * expected(trees, left + 1);
    }

    /** The share of a node's training rows that went left. */
    static double leftShare(Kernel.Trees trees, int node) {
        int left = trees.left()[node];
        double both = trees.rows().length == 0 ? 0 : (double) trees.rows()[left] + trees.rows()[left + 1];
        return both > 0 ? trees.rows()[left] / both : 0.5;
    }

    /**
     * The features that decided so far.
     *
     * @param zeros for each the share of rows that take this way where it is unknown
     * @param ones 1 where the row itself takes this way, else 0
     * @param weights by the number of those that are known, of the permutations in which they come first
     */
    private record Path(int[] features, double[] zeros, double[] ones, double[] weights) {

        static final Path EMPTY = new Path(new int[0], new double[0], new double[0], new double[0]);

        int length() {
            return features.length;
        }

        Path with(double zero, double one, int feature) {
            int length = length();
            int[] nextFeatures = java.util.Arrays.copyOf(features, length + 1);
            double[] nextZeros = java.util.Arrays.copyOf(zeros, length + 1);
            double[] nextOnes = java.util.Arrays.copyOf(ones, length + 1);
            double[] nextWeights = java.util.Arrays.copyOf(weights, length + 1);
            nextFeatures[length] = feature;
            nextZeros[length] = zero;
            nextOnes[length] = one;
            nextWeights[length] = length == 0 ? 1 : 0;
            for (int i = length - 1; i >= 0; i--) {
                nextWeights[i + 1] += one * nextWeights[i] * (i + 1) / (length + 1);
                nextWeights[i] = zero * nextWeights[i] * (length - i) / (length + 1);
            }
            return new Path(nextFeatures, nextZeros, nextOnes, nextWeights);
        }

        /** The path as if the feature at a place had never been asked. */
        Path without(int place) {
            int length = length() - 1;
            double[] fewer = new double[length];
            double next = weights[length];
            for (int i = length - 1; i >= 0; i--) {
                if (ones[place] != 0) {
                    fewer[i] = next * (length + 1) / ((i + 1) * ones[place]);
                    next = weights[i] - fewer[i] * zeros[place] * (length - i) / (length + 1);
                } else {
                    fewer[i] = weights[i] * (length + 1) / (zeros[place] * (length - i));
                }
            }
            int[] nextFeatures = new int[length];
            double[] nextZeros = new double[length];
            double[] nextOnes = new double[length];
            for (int i = 0; i < length; i++) {
                int from = i < place ? i : i + 1;
                nextFeatures[i] = features[from];
                nextZeros[i] = zeros[from];
                nextOnes[i] = ones[from];
            }
            return new Path(nextFeatures, nextZeros, nextOnes, fewer);
        }

        int indexOf(int feature) {
            for (int i = 1; i < features.length; i++) {
                if (features[i] == feature) {
                    return i;
                }
            }
            return -1;
        }
    }

    private void walk(int node, Path before, double zero, double one, int decided) {
        if (zero == 0 && one == 0) {
            // No row of training nor this one comes here: nothing to add, and nothing to divide by.
            return;
        }
        Path path = before.with(zero, one, decided);
        int feature = trees.feature()[node];
        if (feature < 0) {
            for (int i = 1; i < path.length(); i++) {
                double sum = java.util.Arrays.stream(path.without(i).weights()).sum();
                values[at + path.features()[i]] += sum * (path.ones()[i] - path.zeros()[i]) * trees.split()[node];
            }
            return;
        }
        double x = matrix[row + feature];
        boolean goesLeft = Double.isNaN(x) ? trees.missingLeft()[node] : x <= trees.split()[node];
        int left = trees.left()[node];
        double share = leftShare(trees, node);
        double earlierZero = 1;
        double earlierOne = 1;
        int asked = path.indexOf(feature);
        if (asked >= 0) {
            earlierZero = path.zeros()[asked];
            earlierOne = path.ones()[asked];
            path = path.without(asked);
        }
        walk(left, path, share * earlierZero, goesLeft ? earlierOne : 0, feature);
        walk(left + 1, path, (1 - share) * earlierZero, goesLeft ? 0 : earlierOne, feature);
    }
}
