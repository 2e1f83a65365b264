package io.manymodels.training.group;

import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.lake.PartitionReader;
import io.manymodels.problem.Problem;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.context.RunContext;
import io.manymodels.training.context.RunContexts;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.series.Path;
import io.manymodels.training.series.Univariate;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.StagePlan;
import io.manymodels.work.api.TaskRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Forecasts the groups of keys of a family whose spec reconciles by {@code mint}, as a stage of the run: each group's sums by
 * time are a bare series, answered as {@code auto} answers one. One unit reads all rows once.
 */
@Component
public class GroupForecasts implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(GroupForecasts.class);
    /** Scoring solves equations of as many unknowns, and a model takes some milliseconds. Levels are forecast whole. */
    private static final int MOST_GROUPS = 1_000;
    private static final int MOST_ERRORS = 200;
    private static final int BLOCK = 5_000;

    private final RunContexts contexts;
    private final SnapshotRepository snapshots;
    private final PartitionReader reader;
    private final GroupForecastRepository repository;

    GroupForecasts(RunContexts contexts, SnapshotRepository snapshots, PartitionReader reader,
            GroupForecastRepository repository) {
        this.contexts = contexts;
        this.snapshots = snapshots;
        this.reader = reader;
        this.repository = repository;
    }

    @Override
    public String name() {
        return "group-forecasts";
    }

    @Override
    public StagePlan plan(Run run, LeasedTask task) {
        RunContext context = contexts.of(run);
        FamilySpec.Reconcile reconcile = context.spec().reconcile();
        boolean wanted = reconcile != null && reconcile.method() == FamilySpec.Reconcile.Method.MINT
                && context.end() != null && context.snapshot().timeAxis() != null;
        return new StagePlan(wanted ? List.of(new TaskRange(0, 1, context.snapshot().rows())) : List.of(), () -> {});
    }

    @Override
    public Runnable execute(Run run, LeasedTask task) throws IOException {
        RunContext context = contexts.of(run);
        long end = Objects.requireNonNull(context.end());
        List<GroupForecast> forecasts = forecasts(context, end, sums(context));
        return () -> repository.insert(run.id(), context.snapshot().id(), end, forecasts);
    }

    @Override
    public Runnable abandon(Run run, LeasedTask task, Problem reason) {
        LOG.warn("Forecasts of groups given up run={} reason={}: {}", run.id(), reason.code(), reason.message());
        return () -> {};
    }

    private GroupSums sums(RunContext context) throws IOException {
        String snapshot = context.snapshot().id();
        int partitions = context.snapshot().partitions();
        List<String> by = Objects.requireNonNull(context.spec().reconcile()).by();
        Map<Integer, List<String>> paths = snapshots.groups(snapshot, context.spec().key(), by, 0, partitions);
        GroupSums sums = new GroupSums(Objects.requireNonNull(context.snapshot().timeAxis()), levels(by.size(), paths));
        for (int from = 0; from < partitions; from += BLOCK) {
            List<PartitionEntry> entries = snapshots.partitions(snapshot, from, from + BLOCK);
            reader.read(context.snapshot(), entries, (entry, rows) -> sums
                    .add(Objects.requireNonNull(paths.get(entry.sequence())), context.seen(rows)));
        }
        return sums;
    }

    /** How many levels hold no more groups together than may be. */
    private static int levels(int all, Map<Integer, List<String>> paths) {
        int groups = 1;
        for (int level = 1; level <= all; level++) {
            Set<List<String>> of = new HashSet<>();
            for (List<String> path : paths.values()) {
                of.add(path.subList(0, level));
            }
            groups += of.size();
            if (groups > MOST_GROUPS) {
                return level - 1;
            }
        }
        return all;
    }

    private static List<GroupForecast> forecasts(RunContext context, long end, GroupSums sums) {
        TimeAxis axis = Objects.requireNonNull(context.snapshot().timeAxis());
        FamilySpec.Forecast forecast = Objects.requireNonNull(context.spec().forecast());
        List<GroupForecast> forecasts = new ArrayList<>();
        sums.bySteps().forEach((path, steps) -> {
            GroupForecast found = forecast(path, steps, axis, axis.index(end), forecast);
            if (found != null) {
                forecasts.add(found);
            }
        });
        return forecasts;
    }

    /** Null where a group's past tells nothing of the horizon: then it is the sum of its keys. */
    private static @Nullable GroupForecast forecast(List<String> path, SortedMap<Long, Double> steps, TimeAxis axis,
            long end, FamilySpec.Forecast forecast) {
        if (steps.isEmpty() || steps.lastKey() != end) {
            return null;
        }
        long[] indexes = steps.keySet().stream().mapToLong(Long::longValue).toArray();
        double[] values = steps.values().stream().mapToDouble(Double::doubleValue).toArray();
        try {
            int first = forecast.gap();
            Path found = Univariate.mean(indexes, values, axis, first + forecast.horizon(), Deadline.NONE);
            double[] errors = found.residuals();
            return new GroupForecast(path, Arrays.copyOfRange(found.values(), first, first + forecast.horizon()),
                    Arrays.copyOfRange(found.spreads(), first, first + forecast.horizon()),
                    Arrays.copyOfRange(errors, Math.max(0, errors.length - MOST_ERRORS), errors.length));
        } catch (CannotFit e) {
            LOG.info("No forecast of group path={} reason={}", path, e.getMessage());
            return null;
        }
    }
}
