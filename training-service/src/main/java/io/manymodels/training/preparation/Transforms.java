package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.model.TargetTransform;
import java.util.Arrays;

/** Chooses how a model sees the target. */
public final class Transforms {

    private static final double MOST_ZEROS = 0.3;
    private static final double SKEWED = 1;

    private Transforms() {}

    /** Logarithms for what is positive (forecasts) or positive and skewed (regressions); none for many zeros. */
    public static TargetTransform choose(double[] y, Task task) {
        double least = Double.POSITIVE_INFINITY;
        int zeros = 0;
        for (double value : y) {
            if (value < least) {
                least = value;
            }
            if (value == 0) {
                zeros++;
            }
        }
        if (least < 0 || y.length == 0) {
            return TargetTransform.IDENTITY;
        }
        if (task == Task.REGRESSION && skewness(y) < SKEWED) {
            return TargetTransform.IDENTITY;
        }
        if (least > 0) {
            return TargetTransform.LOG;
        }
        return zeros <= MOST_ZEROS * y.length ? TargetTransform.LOG1P : TargetTransform.IDENTITY;
    }

    public static double[] forward(TargetTransform transform, double[] y) {
        double[] forward = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            forward[i] = transform.forward(y[i]);
        }
        return forward;
    }

    private static double skewness(double[] y) {
        double mean = Arrays.stream(y).average().orElse(0);
        double second = 0;
        double third = 0;
        for (double value : y) {
            second += (value - mean) * (value - mean);
            third += (value - mean) * (value - mean) * (value - mean);
        }
        double variance = second / y.length;
        return variance == 0 ? 0 : third / y.length / (variance * Math.sqrt(variance));
    }
}
