package io.manymodels.training.learner;

/**
 * What a column of numbers holds.
 *
 * @param values NaN for missing; not copied
 * @param missing how many
 * @param least of those that are there; infinite where none is, likewise {@code most}
 * @param zeroOrOne whether all that are there are 0 or 1
 */
public record NumberColumn(double[] values, int missing, double least, double most, boolean zeroOrOne) {

    public static NumberColumn of(double[] values) {
        int missing = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        boolean zeroOrOne = true;
        for (double value : values) {
            if (value < least) {
                least = value;
            }
            if (value > most) {
                most = value;
            }
            if (value != 0 && value != 1) {
                if (Double.isNaN(value)) {
                    missing++;
                } else {
                    zeroOrOne = false;
                }
            }
        }
        return new NumberColumn(values, missing, least, most, zeroOrOne);
    }

    public int present() {
        return values.length - missing;
    }

    /** The third moment over that of the deviation; for columns with a value. */
    public double skewness() {
        double sum = 0;
        for (double value : values) {
            sum += Double.isNaN(value) ? 0 : value;
        }
        double mean = sum / present();
        double second = 0;
        double third = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                double d = value - mean;
                second += d * d;
                third += d * d * d;
            }
        }
        double variance = second / present();
        return third / present() / Math.max(1e-300, variance * Math.sqrt(variance));
    }
}
