package io.manymodels.model;

import java.util.List;

/**
 * The arithmetic of a model: features to scores. A score is the transformed target, a log-odds (one output, two labels)
 * or one logit a label. Immutable; arrays are not copied.
 */
public sealed interface Kernel {

    int outputs();

    /** Adds {@code weight} x the scores of {@code n} rows to {@code scores} ({@code n} x outputs, row-major). */
    void addScores(double[] matrix, int n, int width, double weight, double[] scores);

    /**
     * Intercepts plus coefficients times features.
     *
     * @param coefficients outputs x width, row-major
     * @param fill what stands in for a missing feature: its mean in training
     */
    record Linear(int outputs, double[] intercepts, double[] coefficients, double[] fill) implements Kernel {
        @Override
        public void addScores(double[] matrix, int n, int width, double weight, double[] scores) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < outputs; k++) {
                    double score = intercepts[k];
                    for (int j = 0; j < width; j++) {
                        double x = matrix[i * width + j];
                        score += coefficients[k * width + j] * (Double.isNaN(x) ? fill[j] : x);
                    }
                    scores[i * outputs + k] += weight * score;
                }
            }
        }
    }

    /**
     * A sum of regression trees. Nodes of all trees lie in shared arrays; children of node i are {@code left[i]} and
     * {@code left[i] + 1}.
     *
     * @param base start of each output's sum
     * @param roots first node of each tree; tree t adds to output t modulo outputs
     * @param feature place of the feature that a node asks, -1 for a leaf
     * @param split a row goes left where its feature is at most this; a leaf's value
     * @param left the left child
     * @param missingLeft whether a row without the feature goes left
     */
    record Trees(int outputs, double[] base, int[] roots, short[] feature, double[] split, int[] left,
            boolean[] missingLeft) implements Kernel {
        @Override
        public void addScores(double[] matrix, int n, int width, double weight, double[] scores) {
            for (int i = 0; i < n; i++) {
                int row = i * width;
                for (int k = 0; k < outputs; k++) {
                    scores[i * outputs + k] += weight * base[k];
                }
                for (int t = 0; t < roots.length; t++) {
                    int node = roots[t];
                    while (feature[node] >= 0) {
                        double x = matrix[row + feature[node]];
                        boolean goLeft = Double.isNaN(x) ? missingLeft[node] : x <= split[node];
                        node = goLeft ? left[node] : left[node] + 1;
                    }
                    scores[i * outputs + t % outputs] += weight * split[node];
                }
            }
        }
    }

    /** The equal-weight mean of others on the same features. */
    record Average(List<Kernel> members) implements Kernel {
        public Average {
            members = List.copyOf(members);
        }

        @Override
        public int outputs() {
            return members.getFirst().outputs();
        }

        @Override
        public void addScores(double[] matrix, int n, int width, double weight, double[] scores) {
            for (Kernel member : members) {
                member.addScores(matrix, n, width, weight / members.size(), scores);
            }
        }
    }
}
