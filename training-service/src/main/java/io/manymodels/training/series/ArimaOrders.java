package io.manymodels.training.series;

/**
 * How many terms an ARIMA model has.
 *
 * @param p autoregressive
 * @param d differences
 * @param q moving averages
 * @param seasonalP autoregressive, of whole seasons
 * @param seasonalD differences of a whole season
 * @param seasonalQ moving averages, of whole seasons
 * @param season steps of it; 1 for none
 * @param constant whether the mean of the differences is fitted too
 */
record ArimaOrders(int p, int d, int q, int seasonalP, int seasonalD, int seasonalQ, int season, boolean constant) {

    /** With other terms, and the same differences. */
    ArimaOrders terms(int newP, int newQ, int newSeasonalP, int newSeasonalQ) {
        return new ArimaOrders(newP, d, newQ, newSeasonalP, seasonalD, newSeasonalQ, season, constant);
    }

    ArimaOrders withConstant(boolean newConstant) {
        return new ArimaOrders(p, d, q, seasonalP, seasonalD, seasonalQ, season, newConstant);
    }

    /** Parameters but for the variance. */
    int parameters() {
        return p + q + seasonalP + seasonalQ + (constant ? 1 : 0);
    }

    /** How many steps back the terms reach. */
    int reach() {
        return Math.max(p + seasonalP * season, q + seasonalQ * season);
    }
}
