package io.manymodels.training.preparation;

import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.util.Map;

/** Fits a kernel to a dense matrix: all that a learner of rows has to do itself. */
public interface RowTrainer {

    /** Numbers where {@link DenseData#labels} is 0, else the places of labels. */
    Kernel fit(DenseData data, Deadline deadline);

    /** Degrees of freedom that a fit to numbers takes. */
    double parameters(int width, int rows);

    /** With what it fits so many rows, for provenance. */
    Map<String, String> settings(int rows);

    /** Whether it cuts numbers by itself, so that a numeric key is one feature and not one for each value. */
    boolean cutsNumbers();
}
