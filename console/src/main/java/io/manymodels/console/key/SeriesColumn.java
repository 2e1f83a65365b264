package io.manymodels.console.key;

/**
 * A column of a chart and of the table that says the same.
 *
 * @param name as people read it
 * @param kind how it is drawn: line, forecast, lower, upper, past (a backtest's),
 *        earlier (the forecast before) or known
 * @param group what belongs together: lower and upper of one interval
 */
record SeriesColumn(String name, String kind, String group) {}
