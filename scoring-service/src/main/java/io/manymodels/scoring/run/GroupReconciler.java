package io.manymodels.scoring.run;

import io.manymodels.scoring.reconciliation.GroupTree;
import io.manymodels.scoring.reconciliation.MinimumTrace;
import io.manymodels.scoring.reconciliation.ShrunkCovariance;
import io.manymodels.scoring.run.GroupForecastRepository.GroupForecast;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

    /** What is known of a group. */
    private record Told(int group, GroupForecast forecast) {}

    /** By finest group, those whose keys are moved: for each step what is added to a forecast for a unit of the variance of its error. */
    Map<List<String>, double[]> shifts(List<GroupForecast> forecasts) {
        List<Told> told = forecasts.stream().filter(forecast -> forecast.errors().length >= LEAST_ERRORS)
                .map(forecast -> new Told(groups.find(forecast.path()), forecast)).filter(one -> one.group() >= 0)
                .sorted(Comparator.comparingInt(Told::group)).toList();
        Map<List<String>, double[]> shifts = new HashMap<>();
        if (told.isEmpty()) {
            return shifts;
        }
        double[] covariance = covariance(told);
        for (int step = 0; step < horizon; step++) {
            int at = step;
            double[] found = shifts(told, covariance, step);
            finest.forEach((path, group) -> shifts.computeIfAbsent(path, _ -> new double[horizon])[at] = found[group]);
        }
        shifts.values().removeIf(bySteps -> Arrays.stream(bySteps).allMatch(shift -> shift == 0));
        return shifts;
    }

    private double[] shifts(List<Told> told, double[] covariance, int step) {
        int[] places = heard(told, step);
        int size = places.length;
        double[] ofStep = new double[size * size];
        double[] own = new double[size];
        for (int i = 0; i < size; i++) {
            GroupForecast one = told.get(places[i]).forecast();
            own[i] = one.forecasts()[step];
            for (int j = 0; j < size; j++) {
                ofStep[i * size + j] = covariance[places[i] * told.size() + places[j]] * one.spreads()[step]
                        * told.get(places[j]).forecast().spreads()[step];
            }
        }
        int[] heard = Arrays.stream(places).map(place -> told.get(place).group()).toArray();
        return new MinimumTrace(groups, heard, ofStep, groups.sums(variances[step])).shifts(own,
                groups.sums(sums[step]));
    }

    /** Places of those all of whose keys have a forecast at a step. */
    private int[] heard(List<Told> told, int step) {
        double[] all = groups.sums(partitions);
        double[] present = groups.sums(counts[step]);
        return IntStream.range(0, told.size())
                .filter(place -> present[told.get(place).group()] == all[told.get(place).group()]).toArray();
    }

    /** Of the last errors that all of them have. */
    private static double[] covariance(List<Told> told) {
        int times = told.stream().mapToInt(one -> one.forecast().errors().length).min().orElse(0);
        double[][] errors = new double[times][told.size()];
        for (int i = 0; i < told.size(); i++) {
            double[] own = told.get(i).forecast().errors();
            for (int t = 0; t < times; t++) {
                errors[t][i] = own[own.length - times + t];
            }
        }
        return ShrunkCovariance.of(errors).matrix();
    }
}
