package io.manymodels.training.group;

import java.util.List;

/**
 * What a group is forecast to sum up to, by itself.
 *
 * @param path values of the columns that tell the group; empty for all keys
 * @param values at each step of the horizon
 * @param spreads how much wider errors are expected at each of these steps than one step ahead
 * @param errors one step ahead in its past, the last one last
 */
record GroupForecast(List<String> path, double[] values, double[] spreads, double[] errors) {}
