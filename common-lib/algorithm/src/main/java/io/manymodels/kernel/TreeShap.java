package io.manymodels.kernel;

import java.util.Arrays;

/**
 * Shapley values of the features of a row in a sum of trees: what each adds to the score, from the mean over the training rows
 * on. A feature that is not known goes both ways of a node, by the training rows that went there (Lundberg et al. 2020, From
 * local explanations to global understanding with explainable AI for trees, algorithm 2). The time is that of the leaves times
 * the square of the depth. Not thread-safe.
 */
final class TreeShap {

    private final Kernel.Trees trees;
    /** The mean score below each node. */
    private final double[] means;
    // The features on the way to a node: of each depth its own stretch.
    private final int[] features;
    private final double[] shares;
    private final double[] taken;
    private final double[] weights;

    /** @param trees that know their training rows */
    TreeShap(Kernel.Trees trees) {
        this.trees = trees;
        this.means = means(trees);
        int deepest = deepest(trees);
        int room = (deepest + 2) * (deepest + 3) / 2;
        this.features = new int[room];
        this.shares = new double[room];
        this.taken = new double[room];
        this.weights = new double[room];
    }

    private static double[] means(Kernel.Trees trees) {
        double[] means = trees.split().clone();
        // Children lie behind their parents.
        for (int node = means.length - 1; node >= 0; node--) {
            if (trees.feature()[node] >= 0) {
                int left = trees.left()[node];
                means[node] = share(trees, left, node) * means[left] + share(trees, left + 1, node) * means[left + 1];
            }
        }
        return means;
    }

    private static int deepest(Kernel.Trees trees) {
        int[] depths = new int[trees.feature().length];
        for (int node = 0; node < depths.length; node++) {
            if (trees.feature()[node] >= 0) {
                depths[trees.left()[node]] = depths[node] + 1;
                depths[trees.left()[node] + 1] = depths[node] + 1;
            }
        }
        return Arrays.stream(depths).max().orElse(0);
    }

    /** The share of a node's training rows that went on to a child. */
    private static double share(Kernel.Trees trees, int child, int node) {
        return trees.rows()[node] == 0 ? 0 : trees.rows()[child] / (double) trees.rows()[node];
    }

    /** The mean score of each output. */
    double[] base() {
        double[] base = trees.base().clone();
        for (int t = 0; t < trees.roots().length; t++) {
            base[t % trees.outputs()] += means[trees.roots()[t]];
        }
        return base;
    }

    /**
     * Adds what each feature of a row adds to each output.
     *
     * @param from place of the row's first feature
     * @param values outputs x width, from {@code to} on
     */
    void add(double[] matrix, int from, int width, double[] values, int to) {
        for (int t = 0; t < trees.roots().length; t++) {
            descend(new Row(matrix, from, values, to + t % trees.outputs() * width), trees.roots()[t], 0, 0, 1, 1, -1);
        }
    }

    private record Row(double[] matrix, int from, double[] values, int to) {

        double feature(int place) {
            return matrix[from + place];
        }
    }

    /**
     * @param parent where the stretch of the node above begins, which has {@code depth} features
     * @param share of the training rows that the last of the way's features lets through
     * @param through whether that of the row leads here: 1 or 0
     * @param feature which that is, -1 for none
     */
    private void descend(Row row, int node, int parent, int depth, double share, double through, int feature) {
        int at = parent + depth;
        System.arraycopy(features, parent, features, at, depth);
        System.arraycopy(shares, parent, shares, at, depth);
        System.arraycopy(taken, parent, taken, at, depth);
        System.arraycopy(weights, parent, weights, at, depth);
        extend(at, depth, share, through, feature);
        int asked = trees.feature()[node];
        if (asked < 0) {
            for (int i = 1; i <= depth; i++) {
                row.values()[row.to() + features[at + i]] += unwound(at, depth, i) * (taken[at + i] - shares[at + i])
                        * trees.split()[node];
            }
            return;
        }
        double x = row.feature(asked);
        boolean goesLeft = Double.isNaN(x) ? trees.missingLeft()[node] : x <= trees.split()[node];
        double before = 1;
        double ledHere = 1;
        int length = depth;
        for (int i = 1; i <= depth; i++) {
            if (features[at + i] == asked) {
                before = shares[at + i];
                ledHere = taken[at + i];
                unwind(at, depth, i);
                length--;
                break;
            }
        }
        int left = trees.left()[node];
        child(row, left, at, length + 1, before * share(trees, left, node), goesLeft ? ledHere : 0, asked);
        child(row, left + 1, at, length + 1, before * share(trees, left + 1, node), goesLeft ? 0 : ledHere, asked);
    }

    private void child(Row row, int node, int parent, int depth, double share, double through, int feature) {
        // Where neither the row nor any training row comes nothing weighs.
        if (share > 0 || through > 0) {
            descend(row, node, parent, depth, share, through, feature);
        }
    }

    /** Lets the sets of known features grow by one. */
    private void extend(int at, int depth, double share, double through, int feature) {
        features[at + depth] = feature;
        shares[at + depth] = share;
        taken[at + depth] = through;
        weights[at + depth] = depth == 0 ? 1 : 0;
        for (int i = depth - 1; i >= 0; i--) {
            weights[at + i + 1] += through * weights[at + i] * (i + 1) / (depth + 1);
            weights[at + i] = share * weights[at + i] * (depth - i) / (depth + 1);
        }
    }

    /** Takes back the growth by the feature at a place. */
    private void unwind(int at, int depth, int place) {
        double through = taken[at + place];
        double share = shares[at + place];
        double next = weights[at + depth];
        for (int i = depth - 1; i >= 0; i--) {
            if (through == 0) {
                weights[at + i] = weights[at + i] * (depth + 1) / (share * (depth - i));
            } else {
                double before = weights[at + i];
                weights[at + i] = next * (depth + 1) / ((i + 1) * through);
                next = before - weights[at + i] * share * (depth - i) / (depth + 1);
            }
        }
        System.arraycopy(features, at + place + 1, features, at + place, depth - place);
        System.arraycopy(shares, at + place + 1, shares, at + place, depth - place);
        System.arraycopy(taken, at + place + 1, taken, at + place, depth - place);
    }

    /** The sum of the weights as it would be without the feature at a place. */
    private double unwound(int at, int depth, int place) {
        double through = taken[at + place];
        double share = shares[at + place];
        double next = weights[at + depth];
        double sum = 0;
        for (int i = depth - 1; i >= 0; i--) {
            if (through == 0) {
                sum += weights[at + i] * (depth + 1) / (share * (depth - i));
            } else {
                double weight = next * (depth + 1) / ((i + 1) * through);
                sum += weight;
                next = weights[at + i] - weight * share * (depth - i) / (depth + 1);
            }
        }
        return sum;
    }
}
