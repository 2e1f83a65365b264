package io.manymodels.training.tree;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.Softmax;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Boosted trees that start where each row's own model stands, each grown on a share of the rows and of the features (Friedman
 * 2002). The seed is fixed: the same rows give the same trees.
 */
public final class CorrectionFit {

    private static final int DEPTH = 5;
    /** Percentages want fine steps: their gradient turns where it is steepest. */
    private static final double RATE_OF_NUMBERS = 0.04;
    private static final double RATE_OF_LABELS = 0.08;
    private static final double PENALTY = 5;
    private static final int TREES = 200;
    /** Of all labels together: what they share is held by every program that serves. */
    private static final int MOST_TREES = 800;
    private static final double ROW_SHARE = 0.5;
    private static final double FEATURE_SHARE = 0.4;
    private static final double LEAST_FEATURES = 4;
    private static final int LEAST_ROWS = 50;
    private static final int ROWS_PER_LEAST = 1_000;
    /** What errors of logarithms count at most, for one large error not to make a tree. */
    private static final double MOST_BELOW = -4;
    private static final double MOST_ABOVE = 3;
    private static final double LEAST_CURVATURE = 0.2;

    /** What is made least. */
    public enum Loss {
        /** Of the targets, which are residuals. */
        SQUARE,
        /** Of targets that are residuals of logarithms: the mean percentage error. */
        PERCENTAGE,
        /** Of targets that are places of labels: the logistic loss. */
        LABELS
    }

    private CorrectionFit() {}

    /**
     * Trees whose scores are to be added.
     *
     * @param own scores of each row's own model, rows x outputs; looked at for labels alone
     */
    public static Kernel.Trees fit(DenseData data, double[] own, Loss loss, Deadline deadline) {
        int outputs = data.labels() <= 2 ? 1 : data.labels();
        int rows = data.rows();
        TreeGrower grower = new TreeGrower(FeatureBins.of(data, FeatureBins.MOST), DEPTH,
                Math.max(LEAST_ROWS, rows / ROWS_PER_LEAST), PENALTY,
                loss == Loss.LABELS ? RATE_OF_LABELS : RATE_OF_NUMBERS);
        double[] scores = loss == Loss.LABELS ? own.clone() : new double[rows];
        double[] gradients = new double[rows];
        double[] curvatures = new double[rows];
        double[] probabilities = new double[rows * Math.max(2, data.labels())];
        double featureShare = Math.max(FEATURE_SHARE, LEAST_FEATURES / data.width());
        SplittableRandom random = new SplittableRandom(rows);
        int[] roots = new int[Math.min(TREES, Math.max(1, MOST_TREES / outputs)) * outputs];
        for (int t = 0; t < roots.length; t++) {
            deadline.check();
            int k = t % outputs;
            switch (loss) {
                case SQUARE -> squares(data, scores, gradients, curvatures);
                case PERCENTAGE -> percentages(data, scores, gradients, curvatures);
                case LABELS -> labels(data, scores, k, probabilities, gradients, curvatures);
            }
            int[] rowsOfTree = IntStream.range(0, rows).filter(_ -> random.nextDouble() < ROW_SHARE).toArray();
            boolean[] features = new boolean[data.width()];
            for (int j = 0; j < features.length; j++) {
                features[j] = random.nextDouble() < featureShare;
            }
            roots[t] = grower.grow(rowsOfTree, features, gradients, curvatures, scores, k, outputs);
        }
        return grower.kernel(outputs, new double[outputs], roots);
    }

    private static void squares(DenseData data, double[] scores, double[] gradients, double[] curvatures) {
        for (int i = 0; i < scores.length; i++) {
            gradients[i] = scores[i] - data.targets()[i];
            curvatures[i] = 1;
        }
    }

    private static void percentages(DenseData data, double[] scores, double[] gradients, double[] curvatures) {
        for (int i = 0; i < scores.length; i++) {
            double difference = Math.clamp(scores[i] - data.targets()[i], MOST_BELOW, MOST_ABOVE);
            double ratio = Math.exp(difference);
            gradients[i] = Math.signum(difference) * ratio;
            curvatures[i] = Math.max(ratio, LEAST_CURVATURE);
        }
    }

    private static void labels(DenseData data, double[] scores, int k, double[] probabilities, double[] gradients,
            double[] curvatures) {
        int labels = data.labels();
        int outputs = labels == 2 ? 1 : labels;
        for (int i = 0; i < data.rows(); i++) {
            if (k == 0) {
                Softmax.probabilities(scores, i * outputs, outputs, labels, probabilities, i * labels);
            }
            double p = probabilities[i * labels + (outputs == 1 ? 1 : k)];
            double y = outputs == 1 ? data.targets()[i] : data.targets()[i] == k ? 1 : 0;
            gradients[i] = p - y;
            curvatures[i] = Math.max(p * (1 - p), 1e-6);
        }
    }
}
