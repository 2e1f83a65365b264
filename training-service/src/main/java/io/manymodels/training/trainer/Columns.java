package io.manymodels.training.trainer;

/** Mean and spread of the columns of a dense matrix; missing values do not count. */
record Columns(double[] means, double[] deviations) {

    /** Deviations of constant columns are 0. */
    static Columns of(DenseData data) {
        int width = data.width();
        double[] means = new double[width];
        double[] deviations = new double[width];
        int[] counts = new int[width];
        double[] matrix = data.matrix();
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double x = matrix[i * width + j];
                if (!Double.isNaN(x)) {
                    means[j] += x;
                    counts[j]++;
                }
            }
        }
        for (int j = 0; j < width; j++) {
            means[j] = counts[j] == 0 ? 0 : means[j] / counts[j];
        }
        for (int i = 0; i < data.rows(); i++) {
            for (int j = 0; j < width; j++) {
                double x = matrix[i * width + j];
                if (!Double.isNaN(x)) {
                    deviations[j] += (x - means[j]) * (x - means[j]);
                }
            }
        }
        for (int j = 0; j < width; j++) {
            deviations[j] = counts[j] == 0 ? 0 : Math.sqrt(deviations[j] / counts[j]);
            if (deviations[j] < 1e-9 * Math.max(1, Math.abs(means[j]))) {
                deviations[j] = 0;
            }
        }
        return new Columns(means, deviations);
    }

    /** The matrix with columns centred and scaled to deviation 1; missing and constant ones are 0. */
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
