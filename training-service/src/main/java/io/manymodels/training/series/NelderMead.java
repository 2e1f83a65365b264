package io.manymodels.training.series;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** The downhill simplex (Nelder and Mead 1965) inside bounds: points beyond are moved onto them. Deterministic. */
final class NelderMead {

    private static final double TOLERANCE = 1e-5;

    private NelderMead() {}

    /**
     * The point with the least value found.
     *
     * @param start one value a dimension
     * @param step the first simplex' length in each dimension
     * @param evaluations of the function, about
     */
    static double[] minimise(ToDoubleFunction<double[]> function, double[] start, double[] step, double[] lower,
            double[] upper, int evaluations) {
        int n = start.length;
        double[][] points = new double[n + 1][];
        double[] values = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            points[i] = start.clone();
            if (i > 0) {
                points[i][i - 1] += points[i][i - 1] + step[i - 1] > upper[i - 1] ? -step[i - 1] : step[i - 1];
            }
            values[i] = value(function, points[i], lower, upper);
        }
        int used = n + 1;
        while (used < evaluations) {
            sort(points, values);
            if (values[n] - values[0] <= TOLERANCE * (Math.abs(values[0]) + TOLERANCE)) {
                break;
            }
            double[] centre = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    centre[j] += points[i][j] / n;
                }
            }
            double[] reflected = along(centre, points[n], -1);
            double reflectedValue = value(function, reflected, lower, upper);
            used++;
            if (reflectedValue < values[0]) {
                double[] expanded = along(centre, points[n], -2);
                double expandedValue = value(function, expanded, lower, upper);
                used++;
                boolean farther = expandedValue < reflectedValue;
                points[n] = farther ? expanded : reflected;
                values[n] = farther ? expandedValue : reflectedValue;
            } else if (reflectedValue < values[n - 1]) {
                points[n] = reflected;
                values[n] = reflectedValue;
            } else {
                double[] contracted = along(centre, points[n], reflectedValue < values[n] ? -0.5 : 0.5);
                double contractedValue = value(function, contracted, lower, upper);
                used++;
                if (contractedValue < Math.min(reflectedValue, values[n])) {
                    points[n] = contracted;
                    values[n] = contractedValue;
                } else {
                    for (int i = 1; i <= n; i++) {
                        points[i] = along(points[0], points[i], 0.5);
                        values[i] = value(function, points[i], lower, upper);
                        used++;
                    }
                }
            }
        }
        sort(points, values);
        return points[0];
    }

    private static double[] along(double[] from, double[] to, double factor) {
        double[] point = new double[from.length];
        for (int j = 0; j < point.length; j++) {
            point[j] = from[j] + factor * (to[j] - from[j]);
        }
        return point;
    }

    private static double value(ToDoubleFunction<double[]> function, double[] point, double[] lower, double[] upper) {
        for (int j = 0; j < point.length; j++) {
            point[j] = Math.clamp(point[j], lower[j], upper[j]);
        }
        double value = function.applyAsDouble(point);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static void sort(double[][] points, double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double[][] sortedPoints = new double[points.length][];
        double[] sortedValues = new double[values.length];
        for (int i = 0; i < order.length; i++) {
            sortedPoints[i] = points[order[i]];
            sortedValues[i] = values[order[i]];
        }
        System.arraycopy(sortedPoints, 0, points, 0, points.length);
        System.arraycopy(sortedValues, 0, values, 0, values.length);
    }
}
