package io.manymodels.metric;

import java.util.List;

/**
 * A table of predicted numbers. Its columns {@code actual}, {@code prediction}, {@code lower_P}, {@code upper_P} for each
 * interval P, {@code naive_error} and {@code naive_square} are double precision, and null where missing.
 *
 * @param table qualified name
 * @param series quoted columns whose equal values make rows one series with one origin
 * @param intervals coverages in percent
 * @param scaled whether it has the columns of the naive forecast's errors
 */
public record NumberColumns(String table, List<String> series, List<Integer> intervals, boolean scaled) {

    public NumberColumns {
        series = List.copyOf(series);
        intervals = List.copyOf(intervals);
    }
}
