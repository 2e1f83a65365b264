package io.manymodels.training.learner;

import io.manymodels.kernel.Kernel;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel is fitted on: features as a row-major matrix or as columns of a design, whichever a learner asks for, and a
 * target. Not thread-safe; arrays are not copied.
 */
public final class DenseData {

    private final int rows;
    private final int[] features;
    private final int target;
    private final double[] targets;
    private final int labels;
    private @Nullable Design design;
    private double @Nullable [] matrix;
    private @Nullable Kernel scored;
    private double[] known = new double[0];

    private DenseData(int rows, int[] features, int target, double[] targets, int labels) {
        this.rows = rows;
        this.features = features;
        this.target = target;
        this.targets = targets;
        this.labels = labels;
    }

    /**
     * @param matrix rows x width, row-major, NaN for missing
     * @param targets the transformed target, or the place of the label
     * @param labels number of labels of a classification, else 0
     */
    public static DenseData of(double[] matrix, int rows, int width, double[] targets, int labels) {
        DenseData data = new DenseData(rows, IntStream.range(0, width).toArray(), width, targets, labels);
        data.matrix = matrix;
        return data;
    }

    /**
     * Numbers of columns that others may be fitted on too.
     *
     * @param features places in the design
     * @param target place of the transformed target
     */
    public static DenseData of(Design design, int[] features, int target) {
        DenseData data = new DenseData(design.rows(), features, target, design.values(target), 0);
        data.design = design;
        return data;
    }

    /** The same features with other numbers to be fitted to; columns and matrix are shared. */
    public DenseData toward(double[] newTargets) {
        DenseData data = of(design(), features, design().add(newTargets));
        data.matrix = matrix;
        return data;
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return features.length;
    }

    /** The transformed target, or the place of the label; one a row. */
    public double[] targets() {
        return targets;
    }

    /** Number of labels of a classification, else 0. */
    public int labels() {
        return labels;
    }

    /** Places of the features in the design. */
    public int[] features() {
        return features;
    }

    /** Place of the target in the design. */
    public int target() {
        return target;
    }

    /** The columns, those of the features and of the target among them. */
    public Design design() {
        Design known = design;
        if (known == null) {
            known = new Design(rows);
            double[] all = matrix();
            for (int j = 0; j < width(); j++) {
                double[] column = new double[rows];
                for (int i = 0; i < rows; i++) {
                    column[i] = all[i * width() + j];
                }
                known.add(column);
            }
            known.add(targets);
            design = known;
        }
        return known;
    }

    /** The features, rows x width, row-major, NaN for missing. */
    public double[] matrix() {
        double[] known = matrix;
        if (known == null) {
            known = new double[rows * width()];
            for (int j = 0; j < width(); j++) {
                double[] column = design().values(features[j]);
                for (int i = 0; i < rows; i++) {
                    known[i * width() + j] = column[i];
                }
            }
            matrix = known;
        }
        return known;
    }

    /** Takes what a kernel says of the rows where fitting has told it already. */
    public void keep(Kernel kernel, double[] scores) {
        scored = kernel;
        known = scores;
    }

    /** What a kernel of numbers says of the rows; not copied where it is kept. */
    public double[] scores(Kernel kernel) {
        if (kernel.equals(scored)) {
            return known;
        }
        double[] scores = new double[rows];
        if (design != null && kernel instanceof Kernel.Linear linear) {
            double[][] columns = new double[width()][];
            for (int j = 0; j < columns.length; j++) {
                columns[j] = design.hasMissing(features[j])
                        ? filled(design.values(features[j]), linear.fill()[j])
                        : design.values(features[j]);
            }
            linear.score(columns, scores);
        } else {
            kernel.score(matrix(), rows, width(), scores);
        }
        return scores;
    }

    private static double[] filled(double[] values, double fill) {
        double[] filled = values.clone();
        for (int i = 0; i < filled.length; i++) {
            filled[i] = Double.isNaN(filled[i]) ? fill : filled[i];
        }
        return filled;
    }
}
