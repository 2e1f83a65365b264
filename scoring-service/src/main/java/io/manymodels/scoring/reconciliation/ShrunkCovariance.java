package io.manymodels.scoring.reconciliation;

/**
 * A covariance matrix of errors around 0 whose correlations are drawn towards none, by as much as minimises the expected squared
 * error: few errors of many series make a matrix that is singular or close to it, and this one is neither. Schäfer and Strimmer
 * (2005), A shrinkage approach to large-scale covariance matrix estimation; with errors around 0 rather than around their mean, as
 * Wickramasuriya, Athanasopoulos and Hyndman (2019) and their R package hts have it. Variances are left as they are.
 *
 * @param matrix row-major, series by series
 * @param intensity how far correlations are drawn, 0 (not at all) to 1 (the matrix is diagonal)
 */
public record ShrunkCovariance(double[] matrix, double intensity) {

    /**
     * @param errors by time, then series: one step ahead, every number finite; at least two times
     * @throws IllegalArgumentException where there are fewer than two times
     */
    public static ShrunkCovariance of(double[][] errors) {
        int times = errors.length;
        if (times < 2) {
            throw new IllegalArgumentException("Errors at [%d] times tell no correlation".formatted(times));
        }
        int size = errors[0].length;
        double[] deviations = new double[size];
        for (double[] row : errors) {
            for (int i = 0; i < size; i++) {
                deviations[i] += row[i] * row[i] / times;
            }
        }
        for (int i = 0; i < size; i++) {
            deviations[i] = Math.sqrt(deviations[i]);
        }
        double[] matrix = new double[size * size];
        double uncertain = 0;
        double correlated = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double scale = deviations[i] * deviations[j];
                if (scale == 0) {
                    continue;
                }
                double sum = 0;
                double squares = 0;
                for (double[] row : errors) {
                    double product = row[i] * row[j] / scale;
                    sum += product;
                    squares += product * product;
                }
                double correlation = sum / times;
                uncertain += (squares - sum * correlation) / ((double) times * (times - 1));
                correlated += correlation * correlation;
                matrix[i * size + j] = correlation * scale;
            }
        }
        double intensity = correlated > 0 ? Math.clamp(uncertain / correlated, 0, 1) : 1;
        for (int i = 0; i < size; i++) {
            matrix[i * size + i] = deviations[i] * deviations[i];
            for (int j = 0; j < i; j++) {
                matrix[i * size + j] *= 1 - intensity;
                matrix[j * size + i] = matrix[i * size + j];
            }
        }
        return new ShrunkCovariance(matrix, intensity);
    }
}
