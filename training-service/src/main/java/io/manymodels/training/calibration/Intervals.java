package io.manymodels.training.calibration;

import io.manymodels.kernel.Normal;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.training.learner.Fitted;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.arrays.Selection;

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
        double[] residuals = ranked(fitted.residuals(), intervals);
        double rootMeanSquare = Residuals.deviation(fitted.residuals(), 0);
        double scale = rootMeanSquare > 0 ? widening * fitted.deviation() / rootMeanSquare : widening;
        double[] lower = new double[intervals.size()];
        double[] upper = new double[intervals.size()];
        for (int k = 0; k < lower.length; k++) {
            double tail = tail(intervals.get(k));
            double normal = Normal.quantile(1 - tail) * fitted.deviation() * widening;
            lower[k] = 0.5 * (-normal + scale * low(residuals, tail, normal / scale));
            upper[k] = 0.5 * (normal + scale * high(residuals, tail, normal / scale));
        }
        return ResidualQuantiles.pooled(lower, upper);
    }

    /** A copy whose places that the tails of the intervals are read at hold what they would if all of it were sorted. */
    private static double[] ranked(double[] residuals, List<Integer> intervals) {
        double[] ranked = residuals.clone();
        int last = ranked.length - 1;
        if (last > 0) {
            Selection.select(ranked, intervals.stream().map(Intervals::tail)
                    .flatMapToInt(tail -> IntStream.of(lowRank(ranked.length, tail), highRank(ranked.length, tail)))
                    .map(rank -> Math.clamp(rank - 1, 0, last)).toArray());
        }
        return ranked;
    }

    private static double tail(int interval) {
        return (1 - interval / 100.0) / 2;
    }

    private static double high(double[] ranked, double tail, double normal) {
        int rank = highRank(ranked.length, tail);
        return rank <= ranked.length
                ? ranked[rank - 1]
                : Math.max(normal, ranked.length == 0 ? 0 : ranked[ranked.length - 1]);
    }

    private static double low(double[] ranked, double tail, double normal) {
        int rank = lowRank(ranked.length, tail);
        return rank >= 1 ? ranked[rank - 1] : Math.min(-normal, ranked.length == 0 ? 0 : ranked[0]);
    }

    private static int highRank(int size, double tail) {
        return (int) Math.ceil((size + 1) * (1 - tail));
    }

    private static int lowRank(int size, double tail) {
        return (int) Math.floor((size + 1) * tail);
    }
}
