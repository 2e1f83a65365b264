package io.manymodels.training.linear;

import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Design;

/**
 * Mean and scale of the columns of a dense matrix; missing values do not count. Columns of 0 and 1 keep their own scale:
 * scaled to deviation 1, a label seen twice would weigh more than one seen a hundred times.
 */
record Columns(double[] means, double[] deviations) {

    /** Deviations of constant columns are 0, and of those whose numbers are too large to be squared. */
    static Columns of(DenseData data, Deadline deadline) {
        Design design = data.design();
        return new Columns(design.means(data.features(), deadline), design.deviations(data.features(), deadline));
    }

    /** The matrix with columns centred and scaled; missing and constant ones are 0. */
    double[] standardise(DenseData data) {
        int width = data.width();
        double[] result = new double[data.rows() * width];
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double x = data.matrix()[i * width + j];
                result[i * width + j] = deviations[j] == 0 || Double.isNaN(x) ? 0 : (x - means[j]) / deviations[j];
            }
        }
        return result;
    }
}
