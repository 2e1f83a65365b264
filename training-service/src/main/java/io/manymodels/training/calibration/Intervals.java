package io.manymodels.training.calibration;

import io.manymodels.kernel.Normal;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.training.learner.Fitted;
import java.util.List;

/**
 * Prediction intervals from residuals. Few backtest residuals say how much wider errors are than in training; the many
 * residuals of training give the shape. Quantiles are the mean of the normal ones and of the residuals' own with the
 * finite-sample rank of split conformal prediction (Lei et al. 2018), which alone are too wide for few rows.
 */
public final class Intervals {

    private static final double PRIOR_RESIDUALS = 12;
    private static final double LEAST_WIDENING = 0.5;
    private static final double MOST_WIDENING = 4;

    private Intervals() {}

    /**
     * @param relative backtest residuals over the deviations that their models expected
     * @param intervals coverages in percent
     */
    public static ResidualQuantiles calibrate(Fitted fitted, double[] relative, List<Integer> intervals) {
        double square = PRIOR_RESIDUALS;
        for (double r : relative) {
            square += Math.min(r * r, 25);
        }
        double widening = Math.clamp(Math.sqrt(square / (PRIOR_RESIDUALS + relative.length)), LEAST_WIDENING,
                MOST_WIDENING);
        double[] sorted = Residuals.sorted(fitted.residuals());
        double rootMeanSquare = Residuals.deviation(sorted, 0);
        double scale = rootMeanSquare > 0 ? widening * fitted.deviation() / rootMeanSquare : widening;
        double[] lower = new double[intervals.size()];
        double[] upper = new double[intervals.size()];
        for (int k = 0; k < lower.length; k++) {
            double tail = (1 - intervals.get(k) / 100.0) / 2;
            double normal = Normal.quantile(1 - tail) * fitted.deviation() * widening;
            lower[k] = 0.5 * (-normal + scale * low(sorted, tail, normal / scale));
            upper[k] = 0.5 * (normal + scale * high(sorted, tail, normal / scale));
        }
        return ResidualQuantiles.pooled(lower, upper);
    }

    private static double high(double[] sorted, double tail, double normal) {
        int rank = (int) Math.ceil((sorted.length + 1) * (1 - tail));
        return rank <= sorted.length
                ? sorted[rank - 1]
                : Math.max(normal, sorted.length == 0 ? 0 : sorted[sorted.length - 1]);
    }

    private static double low(double[] sorted, double tail, double normal) {
        int rank = (int) Math.floor((sorted.length + 1) * tail);
        return rank >= 1 ? sorted[rank - 1] : Math.min(-normal, sorted.length == 0 ? 0 : sorted[0]);
    }
}
