package io.manymodels.training.tree;

import io.manymodels.kernel.Kernel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Grows regression trees on binned features from gradients and second derivatives, and keeps their nodes in the arrays
 * that a kernel has. Not thread-safe; one for each fit.
 */
final class TreeGrower {

    private static final int STATS = 3;

    private final FeatureBins data;
    private final int depth;
    private final int leastRows;
    private final double penalty;
    private final double rate;
    /** Bins that a feature takes in a histogram: as few as the data need, because small data are many. */
    private final int slots;
    private final int[] order;
    private final int[] scratch;
    private final double[][] histograms;

    private short[] feature = new short[256];
    private double[] split = new double[256];
    private int[] left = new int[256];
    private byte[] splitBin = new byte[256];
    private boolean[] missingLeft = new boolean[256];
    private int[] rows = new int[256];
    private int nodes;

    private double[] gradients = new double[0];
    private double[] curvatures = new double[0];
    private double[] scores = new double[0];
    private int scoreOffset;
    private int scoreStride;
    /** Whether trees may ask for a feature; null for all. */
    private boolean @Nullable [] asked;

    /**
     * @param depth splits from the root to a leaf
     * @param leastRows in a leaf
     * @param penalty added to the sum of second derivatives
     * @param rate what a leaf's step is multiplied by
     */
    TreeGrower(FeatureBins data, int depth, int leastRows, double penalty, double rate) {
        this.data = data;
        this.depth = depth;
        this.leastRows = leastRows;
        this.penalty = penalty;
        this.rate = rate;
        this.order = new int[data.rows()];
        this.scratch = new int[data.rows()];
        this.slots = 2 + Arrays.stream(data.cuts()).mapToInt(cuts -> cuts.length).max().orElse(0);
        this.histograms = new double[2 * depth + 2][data.bins().length * slots * STATS];
    }

    /** Grows one tree and adds it to the scores it was grown for. Returns its root. */
    int grow(double[] newGradients, double[] newCurvatures, double[] newScores, int offset, int stride) {
        Arrays.setAll(order, i -> i);
        return grow(order.length, null, newGradients, newCurvatures, newScores, offset, stride);
    }

    /**
     * Likewise on some of the rows and features (Friedman 2002); the scores of all rows get what it gives them.
     *
     * @param rowsOfTree ascending, at least one
     */
    int grow(int[] rowsOfTree, boolean[] featuresOfTree, double[] newGradients, double[] newCurvatures,
            double[] newScores, int offset, int stride) {
        System.arraycopy(rowsOfTree, 0, order, 0, rowsOfTree.length);
        int root = grow(rowsOfTree.length, featuresOfTree, newGradients, newCurvatures, newScores, offset, stride);
        int next = 0;
        for (int row = 0; row < data.rows(); row++) {
            if (next < rowsOfTree.length && rowsOfTree[next] == row) {
                next++;
            } else {
                scores[row * scoreStride + scoreOffset] += split[leafOf(root, row)];
            }
        }
        return root;
    }

    private int leafOf(int root, int row) {
        int node = root;
        while (feature[node] >= 0) {
            int bin = data.bins()[feature[node]][row];
            node = (bin == 0 ? missingLeft[node] : bin <= splitBin[node]) ? left[node] : left[node] + 1;
        }
        return node;
    }

    private int grow(int count, boolean @Nullable [] features, double[] newGradients, double[] newCurvatures,
            double[] newScores, int offset, int stride) {
        asked = features;
        gradients = newGradients;
        curvatures = newCurvatures;
        scores = newScores;
        scoreOffset = offset;
        scoreStride = stride;
        int root = allocate(1);
        fill(histograms[0], 0, count);
        grow(root, 0, count, 0, 0);
        return root;
    }

    Kernel.Trees kernel(int outputs, double[] base, int[] roots) {
        return new Kernel.Trees(outputs, base, roots, Arrays.copyOf(feature, nodes), Arrays.copyOf(split, nodes),
                Arrays.copyOf(left, nodes), Arrays.copyOf(missingLeft, nodes), Arrays.copyOf(rows, nodes));
    }

    private record Split(double gain, int feature, int bin, boolean missingLeft) {}

    private void grow(int node, int from, int to, int level, int histogram) {
        rows[node] = to - from;
        Split best = level < depth && to - from >= 2 * leastRows ? best(histograms[histogram], from, to) : null;
        if (best == null) {
            leaf(node, from, to);
            return;
        }
        int middle = partition(from, to, best);
        int children = allocate(2);
        feature[node] = (short) best.feature();
        split[node] = data.cuts()[best.feature()][best.bin() - 1];
        splitBin[node] = (byte) best.bin();
        missingLeft[node] = best.missingLeft();
        left[node] = children;
        // The histogram of the larger child is that of the parent less that of the smaller one.
        int smaller = 2 * level + 1;
        int larger = smaller + 1;
        boolean leftSmaller = middle - from <= to - middle;
        if (level + 1 < depth) {
            fill(histograms[smaller], leftSmaller ? from : middle, leftSmaller ? middle : to);
            double[] parent = histograms[histogram];
            double[] small = histograms[smaller];
            double[] large = histograms[larger];
            for (int i = 0; i < parent.length; i++) {
                large[i] = parent[i] - small[i];
            }
        }
        // Deeper levels use other arrays, so both children's histograms last until they are split.
        grow(children, from, middle, level + 1, leftSmaller ? smaller : larger);
        grow(children + 1, middle, to, level + 1, leftSmaller ? larger : smaller);
    }

    private boolean isLeftOut(int j) {
        return data.cuts()[j].length == 0 || (asked != null && !asked[j]);
    }

    private void fill(double[] histogram, int from, int to) {
        Arrays.fill(histogram, 0);
        for (int j = 0; j < data.bins().length; j++) {
            if (isLeftOut(j)) {
                continue;
            }
            byte[] bins = data.bins()[j];
            int start = j * slots * STATS;
            for (int p = from; p < to; p++) {
                int row = order[p];
                int at = start + bins[row] * STATS;
                histogram[at] += gradients[row];
                histogram[at + 1] += curvatures[row];
                histogram[at + 2]++;
            }
        }
    }

    private @Nullable Split best(double[] histogram, int from, int to) {
        double sumGradient = 0;
        double sumCurvature = 0;
        for (int p = from; p < to; p++) {
            sumGradient += gradients[order[p]];
            sumCurvature += curvatures[order[p]];
        }
        double parent = sumGradient * sumGradient / (sumCurvature + penalty);
        int all = to - from;
        Split best = null;
        double bestGain = 1e-9 + 1e-7 * Math.abs(parent);
        for (int j = 0; j < data.bins().length; j++) {
            if (isLeftOut(j)) {
                continue;
            }
            int start = j * slots * STATS;
            int cuts = data.cuts()[j].length;
            double missingRows = histogram[start + 2];
            for (int side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
                double gradient = side == 1 ? histogram[start] : 0;
                double curvature = side == 1 ? histogram[start + 1] : 0;
                double count = side == 1 ? missingRows : 0;
                for (int bin = 1; bin <= cuts; bin++) {
                    int at = start + bin * STATS;
                    gradient += histogram[at];
                    curvature += histogram[at + 1];
                    count += histogram[at + 2];
                    if (count < leastRows) {
                        continue;
                    }
                    if (all - count < leastRows) {
                        break;
                    }
                    double other = sumGradient - gradient;
                    double gain = gradient * gradient / (curvature + penalty)
                            + other * other / (Math.max(0, sumCurvature - curvature) + penalty) - parent;
                    if (gain > bestGain) {
                        bestGain = gain;
                        best = new Split(gain, j, bin, side == 1);
                    }
                }
            }
        }
        return best;
    }

    private int partition(int from, int to, Split by) {
        byte[] bins = data.bins()[by.feature()];
        int write = from;
        int kept = 0;
        for (int p = from; p < to; p++) {
            int row = order[p];
            int bin = bins[row];
            if (bin == 0 ? by.missingLeft() : bin <= by.bin()) {
                order[write++] = row;
            } else {
                scratch[kept++] = row;
            }
        }
        System.arraycopy(scratch, 0, order, write, kept);
        return write;
    }

    private void leaf(int node, int from, int to) {
        double gradient = 0;
        double curvature = 0;
        for (int p = from; p < to; p++) {
            gradient += gradients[order[p]];
            curvature += curvatures[order[p]];
        }
        double step = -rate * gradient / (curvature + penalty);
        feature[node] = -1;
        split[node] = step;
        for (int p = from; p < to; p++) {
            scores[order[p] * scoreStride + scoreOffset] += step;
        }
    }

    private int allocate(int count) {
        if (nodes + count > feature.length) {
            int length = 2 * feature.length;
            feature = Arrays.copyOf(feature, length);
            split = Arrays.copyOf(split, length);
            splitBin = Arrays.copyOf(splitBin, length);
            left = Arrays.copyOf(left, length);
            missingLeft = Arrays.copyOf(missingLeft, length);
            rows = Arrays.copyOf(rows, length);
        }
        int first = nodes;
        nodes += count;
        return first;
    }
}
