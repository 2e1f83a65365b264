package io.manymodels.training.series;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresFactory;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * A seasonal ARIMA model of given orders, by unconditional least squares (Box and Jenkins 1976): what lies before the first step is
 * forecast backwards. Partial autocorrelations are what is searched, each by its hyperbolic tangent, so that every model is
 * stationary and invertible (Monahan 1984).
 */
final class ArimaModel {

    private static final int EVALUATIONS = 30;
    private static final double TOLERANCE = 1e-5;
    private static final double NUDGE = 1e-5;
    private static final double MOST_PARTIAL = 0.98;

    private final double[] y;
    private final ArimaOrders orders;
    private final double scale;
    /** The differences, over their scale. */
    private final double[] w;
    private final int before;
    private double[] point;
    private double criterion = Double.POSITIVE_INFINITY;

    private ArimaModel(double[] y, double[] w, ArimaOrders orders) {
        this.y = y;
        this.orders = orders;
        double size = Arrays.stream(w).map(Math::abs).average().orElse(0);
        this.scale = size > 0 ? size : 1;
        this.w = Arrays.stream(w).map(value -> value / scale).toArray();
        this.before = orders.reach();
        this.point = new double[orders.parameters()];
    }

    /**
     * Null where there are too few steps, or nothing finite.
     *
     * @param y the series
     * @param w what its differences are
     */
    static @Nullable ArimaModel fit(double[] y, double[] w, ArimaOrders orders) {
        ArimaModel model = new ArimaModel(y, w, orders);
        int parameters = orders.parameters() + 1;
        if (w.length <= Math.max(parameters + 1, orders.reach())) {
            return null;
        }
        model.estimate();
        double squares = Arrays.stream(model.errors(model.point)).map(error -> error * error).sum();
        model.criterion = w.length * Math.log(Math.max(squares, 1e-300)) + model.determinant() + 2.0 * parameters
                + 2.0 * parameters * (parameters + 1) / (w.length - parameters - 1);
        return Double.isFinite(model.criterion) ? model : null;
    }

    ArimaOrders orders() {
        return orders;
    }

    double criterion() {
        return criterion;
    }

    private void estimate() {
        if (orders.constant()) {
            point[point.length - 1] = Arrays.stream(w).average().orElse(0);
        }
        if (point.length == 0) {
            return;
        }
        double[] least = {Double.POSITIVE_INFINITY};
        MultivariateJacobianFunction function = at -> {
            double[] here = at.toArray();
            double[] errors = errors(here);
            double squares = Arrays.stream(errors).map(error -> error * error).sum();
            if (squares < least[0]) {
                least[0] = squares;
                point = here.clone();
            }
            return new Pair<>(new ArrayRealVector(errors, false), slopes(here, errors));
        };
        try {
            new LevenbergMarquardtOptimizer().withCostRelativeTolerance(TOLERANCE)
                    .withParameterRelativeTolerance(TOLERANCE)
                    .optimize(LeastSquaresFactory.create(function, new ArrayRealVector(w.length + before),
                            new ArrayRealVector(point), null, EVALUATIONS, EVALUATIONS));
        } catch (MathIllegalStateException | MathIllegalArgumentException e) {
            // Out of evaluations, or of numbers: the best so far stands.
            return;
        }
    }

    private RealMatrix slopes(double[] here, double[] errors) {
        double[][] slopes = new double[errors.length][here.length];
        for (int j = 0; j < here.length; j++) {
            double[] near = here.clone();
            near[j] += NUDGE;
            double[] moved = errors(near);
            for (int t = 0; t < errors.length; t++) {
                slopes[t][j] = (moved[t] - errors[t]) / NUDGE;
            }
        }
        return new Array2DRowRealMatrix(slopes, false);
    }

    /** Lags with what they weigh. */
    private record Terms(int[] lags, double[] weights) {

        /** What a step is, of the steps before it: the product of two polynomials in the lag, less its 1. */
        static Terms of(double[] near, double[] seasonal, int season) {
            double[] product = product(near, seasonal, season);
            int[] lags = IntStream.range(1, product.length).filter(l -> product[l] != 0).toArray();
            return new Terms(lags, Arrays.stream(lags).mapToDouble(l -> product[l]).toArray());
        }

        static double[] product(double[] one, double[] other, int lag) {
            double[] product = new double[one.length + (other.length - 1) * lag];
            for (int i = 0; i < one.length; i++) {
                for (int j = 0; j < other.length; j++) {
                    product[i + j * lag] += one[i] * other[j];
                }
            }
            return product;
        }

        double sum(double[] values, int t) {
            double sum = 0;
            for (int i = 0; i < lags.length && lags[i] <= t; i++) {
                sum += weights[i] * values[t - lags[i]];
            }
            return sum;
        }
    }

    /** 1 less the terms whose partial autocorrelations these are (Durbin 1960). */
    private static double[] polynomial(double[] point, int from, int order) {
        double[] terms = new double[order];
        double[] last = new double[order];
        for (int k = 0; k < order; k++) {
            double partial = MOST_PARTIAL * Math.tanh(point[from + k]);
            System.arraycopy(terms, 0, last, 0, k);
            for (int j = 0; j < k; j++) {
                terms[j] = last[j] - partial * last[k - 1 - j];
            }
            terms[k] = partial;
        }
        double[] polynomial = new double[order + 1];
        polynomial[0] = 1;
        for (int k = 0; k < order; k++) {
            polynomial[k + 1] = -terms[k];
        }
        return polynomial;
    }

    /** The logarithm of the determinant of the covariance matrix, as far as terms of a kind make it: without it, roots of almost 1 win. */
    private double determinant() {
        int[] counts = {orders.p(), orders.q(), orders.seasonalP(), orders.seasonalQ()};
        double logarithm = 0;
        for (int kind = 0, at = 0; kind < counts.length; kind++) {
            for (int k = 1; k <= counts[kind]; k++, at++) {
                double partial = MOST_PARTIAL * Math.tanh(point[at]);
                logarithm -= k * (kind < 2 ? 1 : orders.season()) * Math.log(1 - partial * partial);
            }
        }
        return logarithm;
    }

    private Terms autoregressive(double[] at) {
        return Terms.of(polynomial(at, 0, orders.p()), polynomial(at, orders.p() + orders.q(), orders.seasonalP()),
                orders.season());
    }

    private Terms averages(double[] at) {
        return Terms.of(polynomial(at, orders.p(), orders.q()),
                polynomial(at, orders.p() + orders.q() + orders.seasonalP(), orders.seasonalQ()), orders.season());
    }

    private double mean(double[] at) {
        return orders.constant() ? at[at.length - 1] : 0;
    }

    /** Errors of the differences one step ahead, those before the first step among them. */
    private double[] errors(double[] at) {
        Terms autoregressive = autoregressive(at);
        Terms averages = averages(at);
        double mean = mean(at);
        int n = w.length;
        double[] z = new double[n + before];
        double[] errors = new double[n + before];
        if (before > 0) {
            for (int t = 0; t < n; t++) {
                z[t] = w[n - 1 - t] - mean;
                errors[t] = z[t] + autoregressive.sum(z, t) - averages.sum(errors, t);
            }
            for (int t = n; t < n + before; t++) {
                z[t] = averages.sum(errors, t) - autoregressive.sum(z, t);
            }
            for (int t = 0; t < before; t++) {
                errors[t] = z[n + before - 1 - t];
            }
            System.arraycopy(errors, 0, z, 0, before);
        }
        for (int t = 0; t < n; t++) {
            z[before + t] = w[t] - mean;
        }
        for (int t = 0; t < n + before; t++) {
            errors[t] = z[t] + autoregressive.sum(z, t) - averages.sum(errors, t);
        }
        return errors;
    }

    Path path(int steps) {
        double[] errors = errors(point);
        double[] differences = new double[] {1};
        for (int i = 0; i < orders.d(); i++) {
            differences = Terms.product(differences, new double[] {1, -1}, 1);
        }
        if (orders.seasonalD() == 1) {
            differences = Terms.product(differences, new double[] {1, -1}, orders.season());
        }
        double[] stationary = Terms.product(polynomial(point, 0, orders.p()),
                polynomial(point, orders.p() + orders.q(), orders.seasonalP()), orders.season());
        Terms all = Terms.of(Terms.product(differences, stationary, 1), new double[] {1}, 1);
        Terms averages = averages(point);
        double constant = scale * mean(point) * Arrays.stream(stationary).sum();

        int n = y.length;
        double[] values = Arrays.copyOf(y, n + steps);
        double[] known = new double[n + steps];
        for (int t = 0; t < Math.min(n, errors.length); t++) {
            known[n - 1 - t] = scale * errors[errors.length - 1 - t];
        }
        double[] responses = new double[steps];
        double[] impulse = new double[steps];
        double[] spreads = new double[steps];
        impulse[0] = 1;
        double variance = 0;
        for (int h = 0; h < steps; h++) {
            values[n + h] = constant - all.sum(values, n + h) + averages.sum(known, n + h);
            responses[h] = (h == 0 ? 1 : 0) - all.sum(responses, h) + averages.sum(impulse, h);
            variance += responses[h] * responses[h];
            spreads[h] = Math.sqrt(variance);
        }
        double[] future = Arrays.copyOfRange(values, n, n + steps);
        int m = orders.season();
        double slope = steps > m ? (future[steps - 1] - future[steps - 1 - m]) / m : 0;
        double[] residuals = Arrays.stream(errors, errors.length - w.length, errors.length)
                .map(error -> scale * error).toArray();
        return new Path(future, spreads, residuals, Math.min(orders.parameters() + 1, w.length / 2), slope);
    }
}
