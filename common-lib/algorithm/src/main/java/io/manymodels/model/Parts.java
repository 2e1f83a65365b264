package io.manymodels.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Scores of rows in parts: a base and what each name adds; rows x outputs of each. Not thread-safe. */
final class Parts {

    /** A sum of contributions so small says nothing of their ratio. */
    private static final double NOTHING = 1e-9;

    private final double[] base;
    private final Map<String, double[]> byName = new LinkedHashMap<>();

    /** @param size rows x outputs */
    Parts(int size) {
        base = new double[size];
    }

    double base(int at) {
        return base[at];
    }

    /** What each name adds at a place. */
    Map<String, Double> at(int place) {
        Map<String, Double> parts = new LinkedHashMap<>();
        byName.forEach((name, values) -> parts.put(name, values[place]));
        return parts;
    }

    void addBase(int at, double value) {
        base[at] += value;
    }

    void add(String name, int at, double value) {
        of(name)[at] += value;
    }

    /** What a name adds at each place, to be added to. */
    double[] of(String name) {
        return byName.computeIfAbsent(name, _ -> new double[base.length]);
    }

    /** The size of what each name adds at some places together, in the mean over so many rows. */
    Map<String, Double> sizes(int[] places, int rows) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        byName.forEach((name, values) -> {
            double sum = 0;
            for (int place : places) {
                sum += Math.abs(values[place]) / rows;
            }
            sizes.put(name, sum);
        });
        return sizes;
    }

    /** Adds others times a weight. */
    void add(Parts others, double weight) {
        for (int i = 0; i < base.length; i++) {
            base[i] += weight * others.base[i];
        }
        others.byName.forEach((name, values) -> {
            double[] mine = of(name);
            for (int i = 0; i < values.length; i++) {
                mine[i] += weight * values[i];
            }
        });
    }

    /**
     * The parts of the scores as a function has them: the base is its value at the base, and what it makes of the rest is shared
     * out in the proportion of the contributions.
     */
    Parts through(DoubleUnaryOperator function) {
        Parts parts = new Parts(base.length);
        for (int i = 0; i < base.length; i++) {
            int at = i;
            double sum = byName.values().stream().mapToDouble(values -> values[at]).sum();
            double from = function.applyAsDouble(base[i]);
            double way = function.applyAsDouble(base[i] + sum) - from;
            double ratio = Math.abs(sum) < NOTHING ? 0 : way / sum;
            parts.base[i] = Math.abs(sum) < NOTHING ? from + way : from;
            byName.forEach((name, values) -> parts.add(name, at, ratio * values[at]));
        }
        return parts;
    }

    /** Base and contributions together. */
    double[] sums() {
        double[] sums = base.clone();
        byName.values().forEach(values -> Arrays.setAll(sums, i -> sums[i] + values[i]));
        return sums;
    }
}
