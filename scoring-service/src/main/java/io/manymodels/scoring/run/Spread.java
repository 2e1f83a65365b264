package io.manymodels.scoring.run;

import io.manymodels.kernel.Normal;

/** How far a forecast may err, from the width of its interval. */
final class Spread {

    private Spread() {}

    /**
     * The variance of the error, as if it were normal; 0 where a bound is not known, so that nothing is taken from it.
     *
     * @param coverage of the interval in percent
     */
    static double variance(double lower, double upper, int coverage) {
        double deviation = (upper - lower) / (2 * Normal.quantile(0.5 + coverage / 200.0));
        return Double.isFinite(deviation) ? deviation * deviation : 0;
    }
}
