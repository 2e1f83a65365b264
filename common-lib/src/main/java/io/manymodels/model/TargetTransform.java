package io.manymodels.model;

/** How a model sees the target. */
public enum TargetTransform {
    IDENTITY, LOG, LOG1P;

    public double forward(double value) {
        return switch (this) {
            case IDENTITY -> value;
            case LOG -> Math.log(value);
            case LOG1P -> Math.log1p(value);
        };
    }

    public double inverse(double value) {
        return switch (this) {
            case IDENTITY -> value;
            case LOG -> Math.exp(value);
            case LOG1P -> Math.expm1(value);
        };
    }
}
