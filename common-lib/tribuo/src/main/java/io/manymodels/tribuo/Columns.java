package io.manymodels.tribuo;

import java.util.Arrays;

/**
 * How a row's features become those of a Tribuo example, which knows no missing values: {@code (x - shift) * scale}, at least
 * {@code least}. Arrays are not copied.
 *
 * @param fill what stands in for a missing feature: its mean in training
 * @param shift one a feature, likewise {@code scale}
 * @param least minus infinity where nothing is cut off
 */
public record Columns(double[] fill, double[] shift, double[] scale, double least) {

    /** Of features that are taken as they are: trees do not care. */
    public static Columns raw(double[] matrix, int rows, int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new Columns(means(matrix, rows, width), new double[width], ones, Double.NEGATIVE_INFINITY);
    }

    /** To a mean of 0 and a standard deviation of 1; a constant feature becomes 0. */
    public static Columns standardised(double[] matrix, int rows, int width) {
        double[] means = means(matrix, rows, width);
        double[] scale = new double[width];
        for (int j = 0; j < width; j++) {
            double squares = 0;
            for (int i = 0; i < rows; i++) {
                double x = matrix[i * width + j];
                squares += Double.isNaN(x) ? 0 : (x - means[j]) * (x - means[j]);
            }
            scale[j] = inverse(Math.sqrt(squares / Math.max(1, rows)));
        }
        return new Columns(means, means, scale, Double.NEGATIVE_INFINITY);
    }

    /** To 0 for the least and 1 for the most in training, never below 0. */
    public static Columns fromZero(double[] matrix, int rows, int width) {
        double[] least = new double[width];
        double[] scale = new double[width];
        for (int j = 0; j < width; j++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows; i++) {
                double x = matrix[i * width + j];
                low = Double.isNaN(x) ? low : Math.min(low, x);
                high = Double.isNaN(x) ? high : Math.max(high, x);
            }
            least[j] = Double.isFinite(low) ? low : 0;
            scale[j] = inverse(high - low);
        }
        return new Columns(means(matrix, rows, width), least, scale, 0);
    }

    /** Features of a row. */
    public int width() {
        return fill.length;
    }

    /** The features of row i of a row-major matrix. */
    public double[] of(double[] matrix, int i) {
        double[] values = new double[width()];
        for (int j = 0; j < values.length; j++) {
            double x = matrix[i * values.length + j];
            // What says nothing is 0, though it be so large that it lies infinitely far from its shift.
            double scaled = scale[j] == 0 ? 0 : ((Double.isNaN(x) ? fill[j] : x) - shift[j]) * scale[j];
            values[j] = Math.max(least, scaled);
        }
        return values;
    }

    private static double[] means(double[] matrix, int rows, int width) {
        double[] means = new double[width];
        for (int j = 0; j < width; j++) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < rows; i++) {
                double x = matrix[i * width + j];
                if (!Double.isNaN(x)) {
                    sum += x;
                    count++;
                }
            }
            means[j] = count == 0 ? 0 : sum / count;
        }
        return means;
    }

    private static double inverse(double spread) {
        return spread > 0 && Double.isFinite(spread) ? 1 / spread : 0;
    }
}
