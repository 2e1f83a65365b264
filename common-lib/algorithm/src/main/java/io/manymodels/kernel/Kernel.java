package io.manymodels.kernel;

/**
 * The arithmetic from a row's features to its scores. A score is the transformed target, a log-odds (one output, two
 * labels) or one logit a label. Immutable; arrays are not copied.
 */
public sealed interface Kernel {

    /** Scores of one row: 1, or one a label. */
    int outputs();

    /**
     * Scores rows; each depends on its own features alone.
     *
     * @param matrix rows x width, row-major; NaN is missing
     * @param scores rows x outputs, row-major; written over
     */
    void score(double[] matrix, int rows, int width, double[] scores);

    /**
     * Intercepts plus coefficients times features.
     *
     * @param coefficients outputs x width, row-major
     * @param fill what stands in for a missing feature: its mean in training
     */
    record Linear(int outputs, double[] intercepts, double[] coefficients, double[] fill) implements Kernel {
        @Override
        public void score(double[] matrix, int rows, int width, double[] scores) {
            for (int i = 0; i < rows; i++) {
                for (int k = 0; k < outputs; k++) {
                    double score = intercepts[k];
                    for (int j = 0; j < width; j++) {
                        double x = matrix[i * width + j];
                        score += coefficients[k * width + j] * (Double.isNaN(x) ? fill[j] : x);
                    }
                    scores[i * outputs + k] = score;
                }
            }
        }
    }

    /**
     * A sum of regression trees. Nodes of all trees lie in shared arrays; children of node i are {@code left[i]} and
     * {@code left[i] + 1}, behind their parent, and no node has two parents.
     *
     * @param base start of each output's sum
     * @param roots first node of each tree; tree t adds to output t modulo outputs
     * @param feature place of the feature that a node asks, -1 for a leaf
     * @param split a row goes left where its feature is at most this; a leaf's value
     * @param left the left child
     * @param missingLeft whether a row without the feature goes left
     * @param rows of training that came to each node; empty where that is not known. Explanations need it
     */
    record Trees(int outputs, double[] base, int[] roots, short[] feature, double[] split, int[] left,
            boolean[] missingLeft, int[] rows) implements Kernel {
        @Override
        public void score(double[] matrix, int n, int width, double[] scores) {
            for (int i = 0; i < n; i++) {
                int row = i * width;
                System.arraycopy(base, 0, scores, i * outputs, outputs);
                for (int t = 0; t < roots.length; t++) {
                    int node = roots[t];
                    while (feature[node] >= 0) {
                        double x = matrix[row + feature[node]];
                        boolean goLeft = Double.isNaN(x) ? missingLeft[node] : x <= split[node];
                        node = goLeft ? left[node] : left[node] + 1;
                    }
                    scores[i * outputs + t % outputs] += split[node];
                }
            }
        }
    }

    /**
     * A kernel that a plug-in brings. In the artefact it is a name, a version and bytes, and a {@link KernelCodec} of that
     * name reads it again. Immutable and thread-safe; one row alone scores as among others, to the last bit.
     */
    non-sealed interface Foreign extends Kernel {

        /** The name of its codec. */
        String name();

        /** The version of {@link #bytes}, at least 1. */
        int version();

        /** What its codec makes an equal kernel of. Throws {@link TooLarge} where it would not read so many. */
        byte[] bytes();

        /** Bytes that it takes in memory, about: caches are bounded by them. */
        long weight();
    }
}
