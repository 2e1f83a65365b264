package io.manymodels.training.series;

import java.util.function.ToDoubleFunction;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/** The downhill simplex (Nelder and Mead 1965) inside bounds, which no point beyond is taken from. Deterministic. */
final class NelderMead {

    private static final double TOLERANCE = 1e-5;

    private NelderMead() {}

    /**
     * The point with the least value found.
     *
     * @param start one value a dimension, inside the bounds
     * @param step the first simplex' length in each dimension
     * @param evaluations of the function, at most
     */
    static double[] minimise(ToDoubleFunction<double[]> function, double[] start, double[] step, double[] lower,
            double[] upper, int evaluations) {
        double[] best = start.clone();
        double[] least = {function.applyAsDouble(start)};
        ObjectiveFunction inside = new ObjectiveFunction(point -> {
            for (int j = 0; j < point.length; j++) {
                if (!(point[j] >= lower[j] && point[j] <= upper[j])) {
                    return Double.MAX_VALUE;
                }
            }
            double value = function.applyAsDouble(point);
            if (value < least[0]) {
                least[0] = value;
                System.arraycopy(point, 0, best, 0, best.length);
            }
            return Double.isNaN(value) ? Double.MAX_VALUE : Math.min(value, Double.MAX_VALUE);
        });
        try {
            new SimplexOptimizer(new SimpleValueChecker(TOLERANCE, 1e-12)).optimize(new MaxEval(evaluations),
                    GoalType.MINIMIZE, new InitialGuess(start), new NelderMeadSimplex(step), inside);
        } catch (MathIllegalStateException e) {
            // Out of evaluations: the best so far stands.
            return best;
        }
        return best;
    }
}
