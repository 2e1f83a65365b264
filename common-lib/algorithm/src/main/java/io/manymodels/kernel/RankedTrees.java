package io.manymodels.kernel;

import java.util.Arrays;

/**
 * Trees for many rows at a time. A feature first becomes its rank among the splits that ask for it, so that the way down a tree
 * compares whole numbers, takes no branch, and several rows go down side by side. Scores are those of {@link Kernel.Trees} to the
 * last bit. Making it costs what a walk through the trees costs some rows.
 */
final class RankedTrees {

    /** Rows whose ranks stay near the processor while all trees are asked. */
    private static final int BLOCK = 128;
    /** Rows a tree, times trees, for each node: where there are fewer, making this costs more than it saves. */
    private static final int LEAST_WALKS_A_NODE = 2;

    private static final int COLUMN_BITS = 16;
    private static final int RANK_BITS = 24;
    private static final int MOST_NODES = 1 << RANK_BITS - 1;
    private static final long RANK_MASK = (1 << RANK_BITS) - 1;
    /** Of a missing value that goes left. */
    private static final int LEAST_RANK = 0;
    /** Of a missing value that goes right. */
    private static final int MOST_RANK = (int) RANK_MASK - 1;
    /** Of a leaf, whose left child it is itself: no rank is beyond. */
    private static final int NEVER_RIGHT = (int) RANK_MASK;

    private final Kernel.Trees trees;
    /** Of each node the column of its rank, the last rank that goes left, and the left child. */
    private final long[] nodes;
    private final int[] depths;
    /** A feature has a column for the nodes where it goes left if it is missing, and one for the others. */
    private final int[] features;
    private final boolean[] missingLeft;
    private final double[][] splits;

    private RankedTrees(Kernel.Trees trees, long[] nodes, int[] depths, int[] features, boolean[] missingLeft,
            double[][] splits) {
        this.trees = trees;
        this.nodes = nodes;
        this.depths = depths;
        this.features = features;
        this.missingLeft = missingLeft;
        this.splits = splits;
    }

    /** Whether so many rows are worth it. */
    static boolean pays(Kernel.Trees trees, int rows) {
        int size = trees.feature().length;
        return size < MOST_NODES && (long) rows * trees.roots().length > (long) LEAST_WALKS_A_NODE * size;
    }

    static RankedTrees of(Kernel.Trees trees) {
        int size = trees.feature().length;
        int widest = 0;
        for (short feature : trees.feature()) {
            widest = Math.max(widest, feature + 1);
        }
        int[] counts = new int[2 * widest];
        for (int i = 0; i < size; i++) {
            if (trees.feature()[i] >= 0) {
                counts[asked(trees, i)]++;
            }
        }
        double[][] asked = new double[counts.length][];
        Arrays.setAll(asked, a -> new double[counts[a]]);
        for (int i = 0; i < size; i++) {
            if (trees.feature()[i] >= 0) {
                int a = asked(trees, i);
                asked[a][--counts[a]] = trees.split()[i];
            }
        }
        int[] columns = new int[asked.length];
        int[] features = new int[asked.length];
        boolean[] missingLeft = new boolean[asked.length];
        double[][] splits = new double[asked.length][];
        int width = 0;
        for (int a = 0; a < asked.length; a++) {
            if (asked[a].length > 0) {
                columns[a] = width;
                features[width] = a / 2;
                missingLeft[width] = a % 2 == 1;
                splits[width++] = distinct(asked[a]);
            }
        }
        long[] nodes = new long[size];
        for (int i = 0; i < size; i++) {
            boolean leaf = trees.feature()[i] < 0;
            int column = leaf ? 0 : columns[asked(trees, i)];
            nodes[i] = leaf
                    ? packed(0, NEVER_RIGHT, i)
                    : packed(column, lastLeft(splits[column], trees.split()[i]), trees.left()[i]);
        }
        return new RankedTrees(trees, nodes, depths(trees), Arrays.copyOf(features, width),
                Arrays.copyOf(missingLeft, width), Arrays.copyOf(splits, width));
    }

    private static int asked(Kernel.Trees trees, int node) {
        return 2 * trees.feature()[node] + (trees.missingLeft()[node] ? 1 : 0);
    }

    /** Ascending, without what is no number. */
    private static double[] distinct(double[] splits) {
        Arrays.sort(splits);
        int size = 0;
        for (double split : splits) {
            if (!Double.isNaN(split) && (size == 0 || splits[size - 1] != split)) {
                splits[size++] = split;
            }
        }
        return Arrays.copyOf(splits, size);
    }

    private static long packed(int column, int lastLeft, int left) {
        return column | (long) lastLeft << COLUMN_BITS | (long) left << COLUMN_BITS + RANK_BITS;
    }

    /** Of a split that is no number, to whose left nothing is but what is missing, the least rank. */
    private static int lastLeft(double[] splits, double split) {
        return Double.isNaN(split) ? LEAST_RANK : rank(splits, split);
    }

    /** One more than the splits that are less than a number; what goes left at a split has no higher rank than the split. */
    private static int rank(double[] splits, double x) {
        int from = 0;
        int size = splits.length;
        while (size > 1) {
            int half = size >>> 1;
            from += splits[from + half - 1] < x ? half : 0;
            size -= half;
        }
        return 1 + from + (size > 0 && splits[from] < x ? 1 : 0);
    }

    /** Steps from each root to its farthest leaf; children lie behind their parents. */
    private static int[] depths(Kernel.Trees trees) {
        int[] heights = new int[trees.feature().length];
        for (int i = heights.length - 1; i >= 0; i--) {
            if (trees.feature()[i] >= 0) {
                heights[i] = 1 + Math.max(heights[trees.left()[i]], heights[trees.left()[i] + 1]);
            }
        }
        return Arrays.stream(trees.roots()).map(root -> heights[root]).toArray();
    }

    /** As {@link Kernel#score}. */
    void score(double[] matrix, int rows, int width, double[] scores) {
        int outputs = trees.outputs();
        int[] ranks = new int[Math.max(1, Math.min(BLOCK, rows) * features.length)];
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            rank(matrix, from, count, width, ranks);
            for (int i = from; i < from + count; i++) {
                System.arraycopy(trees.base(), 0, scores, i * outputs, outputs);
            }
            for (int t = 0; t < depths.length; t++) {
                descend(t, ranks, count, scores, from * outputs + t % outputs);
            }
        }
    }

    private void rank(double[] matrix, int first, int count, int width, int[] ranks) {
        int columns = features.length;
        for (int c = 0; c < columns; c++) {
            double[] asked = splits[c];
            int missing = missingLeft[c] ? LEAST_RANK : MOST_RANK;
            for (int i = 0; i < count; i++) {
                double x = matrix[(first + i) * width + features[c]];
                ranks[i * columns + c] = Double.isNaN(x) ? missing : rank(asked, x);
            }
        }
    }

    private void descend(int tree, int[] ranks, int count, double[] scores, int first) {
        int columns = features.length;
        int outputs = trees.outputs();
        int root = trees.roots()[tree];
        int depth = depths[tree];
        double[] values = trees.split();
        int i = 0;
        // Four rows at a time: each step of one waits for the step before it.
        for (; i + 3 < count; i += 4) {
            int row = i * columns;
            int a = root;
            int b = root;
            int c = root;
            int d = root;
            for (int step = 0; step < depth; step++) {
                a = child(nodes[a], ranks, row);
                b = child(nodes[b], ranks, row + columns);
                c = child(nodes[c], ranks, row + 2 * columns);
                d = child(nodes[d], ranks, row + 3 * columns);
            }
            int at = first + i * outputs;
            scores[at] += values[a];
            scores[at + outputs] += values[b];
            scores[at + 2 * outputs] += values[c];
            scores[at + 3 * outputs] += values[d];
        }
        for (; i < count; i++) {
            int node = root;
            for (int step = 0; step < depth; step++) {
                node = child(nodes[node], ranks, i * columns);
            }
            scores[first + i * outputs] += values[node];
        }
    }

    private static int child(long node, int[] ranks, int row) {
        int rank = ranks[row + (int) (node & (1 << COLUMN_BITS) - 1)];
        int lastLeft = (int) (node >>> COLUMN_BITS & RANK_MASK);
        return (int) (node >>> COLUMN_BITS + RANK_BITS) + (lastLeft - rank >>> Integer.SIZE - 1);
    }
}
