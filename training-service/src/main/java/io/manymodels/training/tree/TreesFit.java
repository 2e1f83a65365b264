package io.manymodels.training.tree;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.Softmax;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;

/**
 * Gradient-boosted trees (Friedman 2001) on histograms with Newton leaves: squared loss for numbers, logistic loss for
 * labels. No randomness: the same rows give the same trees.
 */
final class TreesFit {

    /**
     * @param rounds trees (for more than two labels: trees a label)
     * @param depth splits from the root to a leaf
     * @param rate learning rate
     * @param leastRows in a leaf
     * @param penalty of a leaf's step
     * @param bins a feature, at most 64
     */
    record Settings(int rounds, int depth, double rate, int leastRows, double penalty, int bins) {

        /** Smaller trees and coarser bins for fewer rows: small data cannot carry more, and it is faster. */
        static Settings forRows(int rows) {
            int bins = Math.clamp(rows / 8, 4, FeatureBins.MOST);
            if (rows < 300) {
                return new Settings(60, 3, 0.08, Math.max(3, rows / 25), 1, bins);
            }
            return rows < 20_000
                    ? new Settings(100, 4, 0.08, Math.max(10, rows / 100), 2, bins)
                    : new Settings(120, 6, 0.12, 50, 5, bins);
        }
    }

    private TreesFit() {}

    static Kernel.Trees regression(DenseData data, Settings settings, Deadline deadline) {
        int rows = data.rows();
        double base = 0;
        for (double y : data.targets()) {
            base += y;
        }
        base /= Math.max(1, rows);
        TreeGrower grower = grower(data, settings);
        double[] scores = new double[rows];
        java.util.Arrays.fill(scores, base);
        double[] gradients = new double[rows];
        int[] roots = new int[settings.rounds()];
        for (int t = 0; t < roots.length; t++) {
            deadline.check();
            for (int i = 0; i < rows; i++) {
                gradients[i] = scores[i] - data.targets()[i];
            }
            roots[t] = grower.grow(gradients, scores);
        }
        Kernel.Trees trees = grower.kernel(1, new double[] {base}, roots);
        data.keep(trees, scores);
        return trees;
    }

    static Kernel.Trees classification(DenseData data, Settings settings, Deadline deadline) {
        int outputs = data.labels() == 2 ? 1 : data.labels();
        int labels = Math.max(2, data.labels());
        int rows = data.rows();
        double[] base = base(data, outputs);
        TreeGrower grower = grower(data, settings);
        double[] scores = new double[rows * outputs];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(base, 0, scores, i * outputs, outputs);
        }
        double[] probabilities = new double[rows * labels];
        double[] gradients = new double[rows];
        double[] curvatures = new double[rows];
        int[] roots = new int[settings.rounds() * outputs];
        for (int t = 0; t < roots.length; t++) {
            deadline.check();
            int k = t % outputs;
            if (k == 0) {
                for (int i = 0; i < rows; i++) {
                    Softmax.probabilities(scores, i * outputs, outputs, labels, probabilities, i * labels);
                }
            }
            for (int i = 0; i < rows; i++) {
                double p = probabilities[i * labels + (outputs == 1 ? 1 : k)];
                double y = outputs == 1 ? data.targets()[i] : data.targets()[i] == k ? 1 : 0;
                gradients[i] = p - y;
                curvatures[i] = Math.max(p * (1 - p), 1e-6);
            }
            roots[t] = grower.grow(gradients, curvatures, scores, k, outputs);
        }
        return grower.kernel(outputs, base, roots);
    }

    private static TreeGrower grower(DenseData data, Settings settings) {
        return new TreeGrower(FeatureBins.of(data, settings.bins()), settings.depth(), settings.leastRows(),
                settings.penalty(), settings.rate());
    }

    /** The log-odds, or the log-shares of the labels. */
    private static double[] base(DenseData data, int outputs) {
        double[] counts = new double[Math.max(2, data.labels())];
        for (double y : data.targets()) {
            counts[(int) y]++;
        }
        double[] base = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            base[k] = outputs == 1
                    ? Math.log((counts[1] + 0.5) / (counts[0] + 0.5))
                    : Math.log((counts[k] + 0.5) / (data.rows() + 0.5 * outputs));
        }
        return base;
    }
}
