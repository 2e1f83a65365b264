package io.manymodels.kernel;

import java.util.Arrays;

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

        /**
         * The same for one output, to the last bit, with features as columns.
         *
         * @param columns one array a feature, nothing missing
         * @param scores one a row; written over
         */
        public void score(double[][] columns, double[] scores) {
            Arrays.fill(scores, intercepts[0]);
            for (int j = 0; j < columns.length; j++) {
                double coefficient = coefficients[j];
                double[] column = columns[j];
                for (int i = 0; i < scores.length; i++) {
                    scores[i] += coefficient * column[i];
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
            if (RankedTrees.pays(this, n)) {
                RankedTrees.of(this).score(matrix, n, width, scores);
            } else {
                walk(matrix, n, width, scores);
            }
        }

        /** Row by row. */
        void walk(double[] matrix, int n, int width, double[] scores) {
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
     * A kernel that all models of a run share: it stands in their header, once.
     *
     * @param place among the header's kernels
     * @param width features that it takes
     */
    record Shared(int place, int width, Kernel kernel) implements Kernel {
        @Override
        public int outputs() {
            return kernel.outputs();
        }

        @Override
        public void score(double[] matrix, int rows, int stride, double[] scores) {
            kernel.score(matrix, rows, stride, scores);
        }
    }

    /**
     * A key's own kernel, and to its scores added what a kernel of the whole family says of them. The family's kernel sees
     * the own scores, some numbers of the key, and the features behind those of the own kernel, all but the numbers relative to
     * the key: less a centre, over a scale.
     *
     * @param ownWidth features that the own kernel takes, the first ones
     * @param weight times which the family's scores are added
     * @param centres one an own score and one a feature behind those of the own kernel; likewise {@code scales}
     * @param numbers of the key, the same for every row
     */
    record Corrected(Kernel own, int ownWidth, double weight, double[] centres, double[] scales, double[] numbers,
            Shared family) implements Kernel {

        public Corrected {
            if (own instanceof Corrected || own instanceof Shared || family.kernel() instanceof Corrected
                    || family.kernel() instanceof Shared) {
                throw new IllegalArgumentException("a correction of a correction");
            }
            if (own.outputs() != family.outputs() || centres.length != scales.length
                    || centres.length + numbers.length != family.width() || centres.length < own.outputs()) {
                throw new IllegalArgumentException(
                        "[%d] and [%d] outputs, [%d] centres, [%d] scales and [%d] numbers for [%d] features do not fit"
                                .formatted(own.outputs(), family.outputs(), centres.length, scales.length,
                                        numbers.length, family.width()));
            }
        }

        @Override
        public int outputs() {
            return own.outputs();
        }

        /** Features of a row: those of the own kernel, then the others. */
        public int width() {
            return ownWidth + centres.length - outputs();
        }

        @Override
        public void score(double[] matrix, int rows, int width, double[] scores) {
            own.score(owned(matrix, rows, width), rows, ownWidth, scores);
            double[] corrections = new double[rows * outputs()];
            family.score(asked(matrix, rows, width, scores), rows, family.width(), corrections);
            for (int i = 0; i < corrections.length; i++) {
                scores[i] += weight * corrections[i];
            }
        }

        /** What the own kernel is asked: the first features of each row. */
        public double[] owned(double[] matrix, int rows, int width) {
            double[] owned = new double[rows * ownWidth];
            for (int i = 0; i < rows; i++) {
                System.arraycopy(matrix, i * width, owned, i * ownWidth, ownWidth);
            }
            return owned;
        }

        /** What the family's kernel is asked: own scores, the key's numbers, the other features. */
        public double[] asked(double[] matrix, int rows, int width, double[] ownScores) {
            int outputs = outputs();
            int others = centres.length - outputs;
            double[] asked = new double[rows * family.width()];
            for (int i = 0; i < rows; i++) {
                int at = i * family.width();
                for (int k = 0; k < outputs; k++) {
                    asked[at++] = (ownScores[i * outputs + k] - centres[k]) / scales[k];
                }
                for (double number : numbers) {
                    asked[at++] = number;
                }
                for (int j = 0; j < others; j++) {
                    asked[at++] = (matrix[i * width + ownWidth + j] - centres[outputs + j]) / scales[outputs + j];
                }
            }
            return asked;
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
