package io.manymodels.model;

/**
 * From a score to a value of the target.
 *
 * @param level added to every score: how far the key has lately been off
 * @param shift added before the inverse transform to get the wanted functional (mean, median, least percentage error)
 * @param floor scores are held within [floor, ceiling], so that no extrapolation runs away
 * @param nonNegative whether values are held at 0 and above
 */
public record Link(TargetTransform transform, double level, double shift, double floor, double ceiling,
        boolean nonNegative) {

    public static final Link IDENTITY = of(TargetTransform.IDENTITY);

    public Link {
        if (!(floor <= ceiling)) {
            throw new IllegalArgumentException("a floor of [%s] over a ceiling of [%s]".formatted(floor, ceiling));
        }
    }

    /** A transform and nothing else. */
    public static Link of(TargetTransform transform) {
        return new Link(transform, 0, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);
    }

    /** Where residuals are measured from, on the transformed scale. */
    public double location(double score) {
        return Math.clamp(score + level, floor, ceiling);
    }

    /** The prediction for a score. */
    public double value(double score) {
        return outcome(location(score) + shift);
    }

    /** From the transformed scale to the target's. */
    double outcome(double transformed) {
        double value = transform.inverse(transformed);
        return nonNegative ? Math.max(0, value) : value;
    }
}
