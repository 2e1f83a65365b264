package io.manymodels.tribuo;

/**
 * What a Tribuo model predicts.
 *
 * @param labels number of labels, 0 for a number
 * @param shift a number is {@code shift + scale} times what Tribuo says
 */
public record Target(int labels, double shift, double scale) {

    /** One of so many labels. */
    public static Target label(int labels) {
        return new Target(labels, 0, 1);
    }

    /** A number. */
    public static Target number(double shift, double scale) {
        return new Target(0, shift, scale);
    }

    /** Scores of one row, as a kernel gives them. */
    int outputs() {
        return labels <= 2 ? 1 : labels;
    }
}
