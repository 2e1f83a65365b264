package io.manymodels.training.tree;

import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Design;
import java.util.Arrays;

/**
 * A dense matrix in at most 64 bins a column, column-major. Bin 0 is missing; a value in bin b &ge; 1 is at most
 * {@code cuts[column][b - 1]}, or beyond the last cut.
 */
record FeatureBins(int rows, byte[][] bins, double[][] cuts) {

    static final int MOST = 64;

    /** @param most bins a column, without that for missing */
    static FeatureBins of(DenseData data, int most) {
        int width = data.width();
        int rows = data.rows();
        Design design = data.design();
        byte[][] bins = new byte[width][rows];
        double[][] cuts = new double[width][];
        double[] sorted = new double[rows];
        for (int j = 0; j < width; j++) {
            double[] column = design.values(data.features()[j]);
            int present = 0;
            for (double x : column) {
                if (!Double.isNaN(x)) {
                    sorted[present++] = x;
                }
            }
            Arrays.sort(sorted, 0, present);
            cuts[j] = cuts(sorted, present, most);
            for (int i = 0; i < rows; i++) {
                double x = column[i];
                bins[j][i] = Double.isNaN(x) ? 0 : (byte) (1 + place(cuts[j], x));
            }
        }
        return new FeatureBins(rows, bins, cuts);
    }

    private static double[] cuts(double[] sorted, int count, int most) {
        double[] cuts = new double[Math.max(0, Math.min(most, count) - 1)];
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct++;
            }
        }
        int used = 0;
        if (distinct <= most) {
            for (int i = 1; i < count; i++) {
                if (sorted[i] != sorted[i - 1]) {
                    cuts[used++] = sorted[i - 1] + (sorted[i] - sorted[i - 1]) / 2;
                }
            }
        } else {
            for (int b = 1; b < most; b++) {
                int at = (int) ((long) b * count / most);
                double cut = sorted[at - 1] + (sorted[at] - sorted[at - 1]) / 2;
                if (used == 0 || cut > cuts[used - 1]) {
                    cuts[used++] = cut;
                }
            }
        }
        return Arrays.copyOf(cuts, used);
    }

    /** The first cut that is at least x; their number where there is none. */
    private static int place(double[] cuts, double x) {
        int low = 0;
        int high = cuts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cuts[middle] >= x) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
