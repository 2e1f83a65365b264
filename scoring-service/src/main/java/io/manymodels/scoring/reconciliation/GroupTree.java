package io.manymodels.scoring.reconciliation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nested groups of keys. Group 0 is all keys; a group's number is larger than that of the group that holds it. A path names a group
 * by its values from coarse to fine: {@code []}, {@code [north]}, {@code [north, 12]}.
 */
public final class GroupTree {

    private final Map<List<Object>, Integer> numbers = new HashMap<>();
    private final List<Integer> parents = new ArrayList<>();

    /** With the group of all keys alone. */
    public GroupTree() {
        numbers.put(List.of(), 0);
        parents.add(-1);
    }

    /** The number of the group at this path, which comes to be, with all that hold it, where it is not there yet. */
    public int add(List<?> path) {
        List<Object> copy = List.copyOf(path);
        Integer known = numbers.get(copy);
        if (known != null) {
            return known;
        }
        parents.add(add(copy.subList(0, copy.size() - 1)));
        numbers.put(copy, parents.size() - 1);
        return parents.size() - 1;
    }

    /** The number of the group at this path; -1 where there is none. */
    public int find(List<?> path) {
        return numbers.getOrDefault(List.copyOf(path), -1);
    }

    /** Groups, the one of all keys included. */
    public int size() {
        return parents.size();
    }

    /** The group that holds this one; -1 for the group of all keys. */
    int parent(int group) {
        return parents.get(group);
    }

    /**
     * Sums over groups.
     *
     * @param own by group: the sum over its keys that are in no group within it
     * @return by group: the sum over all of its keys
     */
    public double[] sums(double[] own) {
        double[] sums = Arrays.copyOf(own, size());
        for (int group = size() - 1; group > 0; group--) {
            sums[parent(group)] += sums[group];
        }
        return sums;
    }
}
