package io.manymodels.model;

import java.util.Arrays;

/** How a model sees the target. */
public enum TargetTransform {
    IDENTITY(0), LOG(1), LOG1P(2);

    private final int code;

    TargetTransform(int code) {
        this.code = code;
    }

    /** What an artefact calls it. */
    int code() {
        return code;
    }

    static TargetTransform of(int code) {
        return Arrays.stream(values()).filter(transform -> transform.code == code).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown transform [%d]".formatted(code)));
    }

    /** The value as the model sees it; minus infinity or NaN for what it cannot see. */
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
