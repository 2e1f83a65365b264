package io.manymodels.scoring.run;

import io.manymodels.scoring.reconciliation.GroupTree;
import io.manymodels.scoring.reconciliation.MinimumTrace;
import io.manymodels.scoring.reconciliation.ShrunkCovariance;
import io.manymodels.scoring.run.GroupForecastRepository.GroupForecast;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From the forecasts of groups and of keys, step by step, to how far keys are moved. A group is heard at a step only where each of its
 * keys has a forecast: what one lacks would be laid upon the others. Not thread-safe.
 */
final class GroupReconciler {

    /** Fewer errors of a group tell no covariance. */
    static final int LEAST_ERRORS = 10;

    private final GroupTree groups = new GroupTree();
    private final Map<Integer, Integer> ofPartitions = new HashMap<>();
    private final Map<List<String>, Integer> finest = new HashMap<>();
    private final int horizon;
    private final double[] partitions;
    private final double[][] sums;
    private final double[][] variances;
    private final double[][] counts;

    /** @param paths of the groups that partitions are in, by sequence */
    GroupReconciler(Map<Integer, List<String>> paths, int horizon) {
        paths.forEach((sequence, path) -> {
            int group = groups.add(path);
            ofPartitions.put(sequence, group);
            finest.put(path, group);
        });
        this.horizon = horizon;
        this.partitions = new double[groups.size()];
        ofPartitions.values().forEach(group -> partitions[group]++);
        this.sums = new double[horizon][groups.size()];
        this.variances = new double[horizon][groups.size()];
        this.counts = new double[horizon][groups.size()];
    }

    /** Adds what a key's model says of a step of the horizon. */
    void add(int sequence, long step, double forecast, double variance) {
        Integer group = ofPartitions.get(sequence);
        if (group != null && step >= 0 && step < horizon) {
            sums[(int) step][group] += forecast;
            variances[(int) step][group] += variance;
            counts[(int) step][group]++;
        }
    }

    /** By finest group, those whose keys are moved: for each step what is added to a forecast for a unit of the variance of its error. */
    Map<List<String>, double[]> shifts(List<GroupForecast> forecasts) {
        Map<Integer, GroupForecast> told = new HashMap<>();
        forecasts.stream().filter(forecast -> forecast.errors().length >= LEAST_ERRORS)
                .forEach(forecast -> told.put(groups.add(forecast.path()), forecast));
        told.keySet().removeIf(group -> group >= partitions.length);
        int[] known = told.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        Map<List<String>, double[]> shifts = new HashMap<>();
        if (known.length == 0) {
            return shifts;
        }
        double[] covariance = covariance(known, told);
        double[] all = groups.sums(partitions);
        for (int step = 0; step < horizon; step++) {
            double[] present = groups.sums(counts[step]);
            int[] places = heard(known, all, present);
            int[] heard = Arrays.stream(places).map(place -> known[place]).toArray();
            double[] ofStep = new double[heard.length * heard.length];
            double[] own = new double[heard.length];
            for (int i = 0; i < heard.length; i++) {
                GroupForecast one = told.get(heard[i]);
                own[i] = one.forecasts()[step];
                for (int j = 0; j < heard.length; j++) {
                    ofStep[i * heard.length + j] = covariance[places[i] * known.length + places[j]]
                            * one.spreads()[step] * told.get(heard[j]).spreads()[step];
                }
            }
            double[] found = new MinimumTrace(groups, heard, ofStep, groups.sums(variances[step])).shifts(own,
                    groups.sums(sums[step]));
            int at = step;
            finest.forEach((path, group) -> shifts.computeIfAbsent(path, _ -> new double[horizon])[at] = found[group]);
        }
        shifts.values().removeIf(bySteps -> Arrays.stream(bySteps).allMatch(shift -> shift == 0));
        return shifts;
    }

    private static int[] heard(int[] known, double[] all, double[] present) {
        int[] places = new int[known.length];
        int count = 0;
        for (int i = 0; i < known.length; i++) {
            if (present[known[i]] == all[known[i]]) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** Of the last errors that all of them have. */
    private static double[] covariance(int[] known, Map<Integer, GroupForecast> told) {
        int times = Arrays.stream(known).map(group -> told.get(group).errors().length).min().orElse(0);
        double[][] errors = new double[times][known.length];
        for (int i = 0; i < known.length; i++) {
            double[] own = told.get(known[i]).errors();
            for (int t = 0; t < times; t++) {
                errors[t][i] = own[own.length - times + t];
            }
        }
        return ShrunkCovariance.of(errors).matrix();
    }
}
