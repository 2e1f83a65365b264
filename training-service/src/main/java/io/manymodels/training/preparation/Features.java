package io.manymodels.training.preparation;

/** Which features a forecast has besides the columns that are known ahead. */
public enum Features {
    /** None. */
    PLAIN,
    /** Waves of the season and of the year. */
    SEASONAL,
    /** A line, and waves of the season. */
    TREND,
    /** Means of the past, no nearer than the horizon allows. */
    LAGGED,
    /** Those of LAGGED, and a line. */
    LAGGED_TREND,
    /** A line, and waves of the season and of the year: what trees start from, as they end where training ended. */
    OUTLINE
}
