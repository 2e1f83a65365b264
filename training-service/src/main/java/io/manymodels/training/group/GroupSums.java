package io.manymodels.training.group;

import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The target of nested groups of keys by step: at each the sum of the keys that have a row there. Not thread-safe. */
final class GroupSums {

    private final TimeAxis axis;
    private final int levels;
    private final SortedMap<List<String>, SortedMap<Long, Double>> sums = new TreeMap<>(
            Comparator.<List<String>>comparingInt(List::size).thenComparing(List::toString));

    /** @param levels of the groups that are summed, from that of all keys on: 0 for that one alone */
    GroupSums(TimeAxis axis, int levels) {
        this.axis = axis;
        this.levels = levels;
    }

    /** Adds the rows of a key whose target is there, to its group and all that hold it. */
    void add(List<String> path, PartitionRows rows) {
        int target = rows.schema().target();
        long[] indexes = axis.indexes(rows.times());
        double[] values = rows.numbers(target);
        for (int level = 0; level <= Math.min(levels, path.size()); level++) {
            SortedMap<Long, Double> group = sums.computeIfAbsent(List.copyOf(path.subList(0, level)),
                    _ -> new TreeMap<>());
            for (int row = 0; row < indexes.length; row++) {
                if (!rows.isMissing(target, row)) {
                    group.merge(indexes[row], values[row], Double::sum);
                }
            }
        }
    }

    /** By group, coarse ones first: sums by step, ascending. */
    SortedMap<List<String>, SortedMap<Long, Double>> bySteps() {
        return sums;
    }
}
