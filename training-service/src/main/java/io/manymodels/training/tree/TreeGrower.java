package io.manymodels.training.tree;

import io.manymodels.kernel.Kernel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Grows regression trees on binned features from gradients and second derivatives, and keeps their nodes in the arrays
 * that a kernel has. Sums are of whole numbers: a row's gradient, in steps of a power of two, lies above its count of 1 in one long, so
 * that one addition takes both, no sum depends on the order of rows, and what is left of a parent less a child is exact. Not
 * thread-safe; one for each fit.
 */
final class TreeGrower {

    private static final double LEAST_GAIN = 1e-9;
    private static final double LEAST_RELATIVE_GAIN = 1e-7;

    private final FeatureBins data;
    private final int depth;
    private final int leastRows;
    private final double penalty;
    private final double rate;
    /** Bins that a feature takes in a histogram: as few as the data need, because small data are many. */
    private final int slots;
    /** Low bits of a sum: they hold its rows. */
    private final int countBits;
    private final long countMask;
    private final int[] order;
    private final int[] scratch;
    private final long[][] histograms;
    private final long[] packed;
    /** Of each row, in steps; empty as long as all second derivatives are 1, where the rows of a sum say theirs. */
    private long[] quantised = new long[0];
    private long[][] curvatureHistograms = new long[0][];
    /** One over a number of rows and the penalty, by the number. */
    private final double[] inverses;

    private short[] feature = new short[1024];
    private double[] split = new double[1024];
    private int[] left = new int[1024];
    private byte[] splitBin = new byte[1024];
    private boolean[] missingLeft = new boolean[1024];
    private int[] rows = new int[1024];
    private int nodes;

    private double[] scores = new double[0];
    private int scoreOffset;
    private int scoreStride;
    private boolean curved;
    private double gradientStep;
    private double curvatureStep;
    /** Features that trees may ask for. */
    private int[] asked;
    private final int[] cuttable;

    // The best split of the node that was looked at last.
    private double bestGain;
    private int bestFeature;
    private int bestBin;
    private boolean bestMissingLeft;
    private long bestLeft;
    private long bestLeftCurvature;

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
        this.packed = new long[data.rows()];
        this.countBits = Long.SIZE - Long.numberOfLeadingZeros(data.rows());
        this.countMask = (1L << countBits) - 1;
        this.slots = 2 + Arrays.stream(data.cuts()).mapToInt(cuts -> cuts.length).max().orElse(0);
        this.histograms = new long[2 * depth + 2][data.bins().length * slots];
        this.inverses = new double[data.rows() + 1];
        Arrays.setAll(inverses, count -> 1 / (count + penalty));
        this.cuttable = IntStream.range(0, data.cuts().length).filter(j -> data.cuts()[j].length > 0).toArray();
        this.asked = cuttable;
    }

    /** Grows one tree for squared loss, whose second derivatives are 1, and adds it to the scores. Returns its root. */
    int grow(double[] gradients, double[] newScores) {
        curved = false;
        return growAll(gradients, newScores, 0, 1);
    }

    /** Grows one tree and adds it to the scores it was grown for. Returns its root. */
    int grow(double[] gradients, double[] curvatures, double[] newScores, int offset, int stride) {
        quantise(curvatures);
        return growAll(gradients, newScores, offset, stride);
    }

    private int growAll(double[] gradients, double[] newScores, int offset, int stride) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        asked = cuttable;
        return grow(order.length, gradients, newScores, offset, stride);
    }

    /**
     * Likewise on some of the rows and features (Friedman 2002); the scores of all rows get what it gives them.
     *
     * @param rowsOfTree ascending, at least one
     */
    int grow(int[] rowsOfTree, boolean[] featuresOfTree, double[] gradients, double[] curvatures,
            double[] newScores, int offset, int stride) {
        System.arraycopy(rowsOfTree, 0, order, 0, rowsOfTree.length);
        asked = Arrays.stream(cuttable).filter(j -> featuresOfTree[j]).toArray();
        quantise(curvatures);
        int root = grow(rowsOfTree.length, gradients, newScores, offset, stride);
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

    private int grow(int count, double[] gradients, double[] newScores, int offset, int stride) {
        scores = newScores;
        scoreOffset = offset;
        scoreStride = stride;
        gradientStep = step(gradients);
        double perStep = gradientStep == 0 ? 0 : 1 / gradientStep;
        for (int i = 0; i < packed.length; i++) {
            packed[i] = ((long) Math.rint(gradients[i] * perStep) << countBits) + 1;
        }
        int root = allocate(1);
        fill(0, 0, count);
        long sum = 0;
        long curvature = 0;
        for (int p = 0; p < count; p++) {
            sum += packed[order[p]];
            curvature += curved ? quantised[order[p]] : 0;
        }
        grow(root, 0, count, 0, 0, sum, curvature);
        return root;
    }

    /**
     * The least power of two in whose steps the sum of all rows still fits above their count. 0 where all are 0, or where one is no
     * number: such rows teach nothing.
     */
    private double step(double[] values) {
        double most = 0;
        for (double value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most == 0 || !Double.isFinite(most)
                ? 0
                : Math.scalb(1.0,
                        Math.max(Double.MIN_EXPONENT, Math.getExponent(most) + 1 - (Long.SIZE - 2 - 2 * countBits)));
    }

    private void quantise(double[] curvatures) {
        if (!curved && quantised.length == 0) {
            quantised = new long[packed.length];
            curvatureHistograms = new long[histograms.length][histograms[0].length];
        }
        curved = true;
        curvatureStep = step(curvatures);
        double perStep = curvatureStep == 0 ? 0 : 1 / curvatureStep;
        for (int i = 0; i < quantised.length; i++) {
            quantised[i] = (long) Math.rint(curvatures[i] * perStep);
        }
    }

    Kernel.Trees kernel(int outputs, double[] base, int[] roots) {
        return new Kernel.Trees(outputs, base, roots, Arrays.copyOf(feature, nodes), Arrays.copyOf(split, nodes),
                Arrays.copyOf(left, nodes), Arrays.copyOf(missingLeft, nodes), Arrays.copyOf(rows, nodes));
    }

    /**
     * @param histogram that of the node, which is filled where it may be split
     * @param sum gradients and rows of the node
     * @param curvature of the node, in steps
     */
    private void grow(int node, int from, int to, int level, int histogram, long sum, long curvature) {
        rows[node] = to - from;
        if (level == depth || to - from < 2 * leastRows || !choose(histogram, sum, curvature)) {
            leaf(node, from, to, sum, curvature);
            return;
        }
        long leftSum = bestLeft;
        long leftCurvature = bestLeftCurvature;
        int middle = partition(from, to);
        int children = allocate(2);
        feature[node] = (short) bestFeature;
        split[node] = data.cuts()[bestFeature][bestBin - 1];
        splitBin[node] = (byte) bestBin;
        missingLeft[node] = bestMissingLeft;
        left[node] = children;
        // The histogram of the larger child is that of the parent less that of the smaller one.
        int smaller = 2 * level + 1;
        int larger = smaller + 1;
        boolean leftSmaller = middle - from <= to - middle;
        if (level + 1 < depth && Math.max(middle - from, to - middle) >= 2 * leastRows) {
            fill(smaller, leftSmaller ? from : middle, leftSmaller ? middle : to);
            subtract(histograms[histogram], histograms[smaller], histograms[larger]);
            if (curved) {
                subtract(curvatureHistograms[histogram], curvatureHistograms[smaller], curvatureHistograms[larger]);
            }
        }
        // Deeper levels use other arrays, so both children's histograms last until they are split.
        grow(children, from, middle, level + 1, leftSmaller ? smaller : larger, leftSum, leftCurvature);
        grow(children + 1, middle, to, level + 1, leftSmaller ? larger : smaller, sum - leftSum,
                curvature - leftCurvature);
    }

    private static void subtract(long[] whole, long[] part, long[] rest) {
        for (int i = 0; i < rest.length; i++) {
            rest[i] = whole[i] - part[i];
        }
    }

    private void fill(int histogram, int from, int to) {
        fill(histograms[histogram], packed, from, to);
        if (curved) {
            fill(curvatureHistograms[histogram], quantised, from, to);
        }
    }

    /** Four features beside each other: additions to the same bin wait for each other. */
    private void fill(long[] histogram, long[] values, int from, int to) {
        Arrays.fill(histogram, 0);
        int k = 0;
        for (; k + 3 < asked.length; k += 4) {
            byte[] a = data.bins()[asked[k]];
            byte[] b = data.bins()[asked[k + 1]];
            byte[] c = data.bins()[asked[k + 2]];
            byte[] d = data.bins()[asked[k + 3]];
            fill(histogram, values, from, to, a, asked[k] * slots, b, asked[k + 1] * slots, c, asked[k + 2] * slots, d,
                    asked[k + 3] * slots);
        }
        for (; k < asked.length; k++) {
            byte[] bins = data.bins()[asked[k]];
            int start = asked[k] * slots;
            for (int p = from; p < to; p++) {
                int row = order[p];
                histogram[start + bins[row]] += values[row];
            }
        }
    }

    private void fill(long[] histogram, long[] values, int from, int to, byte[] a, int startA, byte[] b, int startB,
            byte[] c, int startC, byte[] d, int startD) {
        for (int p = from; p < to; p++) {
            int row = order[p];
            long value = values[row];
            histogram[startA + a[row]] += value;
            histogram[startB + b[row]] += value;
            histogram[startC + c[row]] += value;
            histogram[startD + d[row]] += value;
        }
    }

    /** Finds the best split of a node; false where nothing is to be won. */
    private boolean choose(int histogram, long sum, long curvature) {
        double gradient = gradient(sum);
        double parent = gradient * gradient * inverse((int) (sum & countMask), curvature);
        double least = LEAST_GAIN + LEAST_RELATIVE_GAIN * Math.abs(parent);
        bestGain = parent + least;
        bestFeature = -1;
        for (int j : asked) {
            int start = j * slots;
            scan(histogram, j, sum, curvature, false);
            if ((histograms[histogram][start] & countMask) > 0) {
                scan(histogram, j, sum, curvature, true);
            }
        }
        return bestFeature >= 0;
    }

    private double gradient(long sum) {
        return (sum >> countBits) * gradientStep;
    }

    private double inverse(int count, long curvature) {
        return curved ? 1 / (curvature * curvatureStep + penalty) : inverses[count];
    }

    /** Looks at all cuts of a feature, with its missing rows on the left or on the right. */
    private void scan(int histogram, int j, long sum, long curvature, boolean withMissing) {
        long[] sums = histograms[histogram];
        long[] curvatures = curved ? curvatureHistograms[histogram] : sums;
        int start = j * slots;
        int cuts = data.cuts()[j].length;
        int all = (int) (sum & countMask);
        long leftSum = withMissing ? sums[start] : 0;
        long leftCurvature = withMissing ? curvatures[start] : 0;
        for (int bin = 1; bin <= cuts; bin++) {
            long added = sums[start + bin];
            if (added == 0) {
                continue;
            }
            leftSum += added;
            leftCurvature += curvatures[start + bin];
            int count = (int) (leftSum & countMask);
            if (count < leastRows) {
                continue;
            }
            if (all - count < leastRows) {
                break;
            }
            double gradient = gradient(leftSum);
            double other = gradient(sum - leftSum);
            double gain = gradient * gradient * inverse(count, leftCurvature)
                    + other * other * inverse(all - count, curvature - leftCurvature);
            if (gain > bestGain) {
                bestGain = gain;
                bestFeature = j;
                bestBin = bin;
                bestMissingLeft = withMissing;
                bestLeft = leftSum;
                bestLeftCurvature = leftCurvature;
            }
        }
    }

    /** Without branches, which no processor could foresee. */
    private int partition(int from, int to) {
        byte[] bins = data.bins()[bestFeature];
        int least = bestMissingLeft ? 0 : 1;
        int most = bestBin;
        int write = from;
        int kept = 0;
        for (int p = from; p < to; p++) {
            int row = order[p];
            int bin = bins[row];
            int right = ((bin - least) | (most - bin)) >>> 31;
            order[write] = row;
            scratch[kept] = row;
            write += 1 - right;
            kept += right;
        }
        System.arraycopy(scratch, 0, order, write, kept);
        return write;
    }

    private void leaf(int node, int from, int to, long sum, long curvature) {
        double step = -rate * gradient(sum) * inverse(to - from, curvature);
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
