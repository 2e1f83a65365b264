package io.manymodels.scoring.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.Problem;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.prediction.Publisher;
import io.manymodels.scoring.run.GroupForecastRepository.GroupForecast;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.StagePlan;
import io.manymodels.work.api.Workforce;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the keys' forecasts agree with those of groups, where the spec reconciles by {@code mint}, as a stage of the run: how far each
 * group's keys are moved is told by all keys together, then partitions are scored once more and moved. Where training made no
 * forecasts of groups from the rows that are scored, nothing is moved, and groups are the sums of their keys.
 */
@Component
class Reconciliation implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final FamilyRepository families;
    private final SnapshotRepository snapshots;
    private final ScoringRepository scorings;
    private final GroupForecastRepository forecasts;
    private final TaskScoring tasks;
    private final Publisher publisher;
    private final Workforce workforce;

    Reconciliation(FamilyRepository families, SnapshotRepository snapshots, ScoringRepository scorings,
            GroupForecastRepository forecasts, TaskScoring tasks, Publisher publisher, Workforce workforce) {
        this.families = families;
        this.snapshots = snapshots;
        this.scorings = scorings;
        this.forecasts = forecasts;
        this.tasks = tasks;
        this.publisher = publisher;
        this.workforce = workforce;
    }

    @Override
    public String name() {
        return "reconciliation";
    }

    /** Whether the run's keys are moved, if training has told what groups come to. */
    static boolean isWanted(FamilySpec spec, Scoring scoring) {
        FamilySpec.Reconcile reconcile = spec.reconcile();
        return reconcile != null && reconcile.method() == FamilySpec.Reconcile.Method.MINT
                && scoring.rows() == FamilySpec.Rows.HORIZON && scoring.cutoff() != null;
    }

    @Override
    public StagePlan plan(Run run, LeasedTask task) {
        Scoring scoring = scorings.get(run.id());
        FamilySpec spec = spec(run);
        if (!isWanted(spec, scoring)) {
            return new StagePlan(List.of(), () -> {});
        }
        long cutoff = Objects.requireNonNull(scoring.cutoff());
        List<GroupForecast> ofGroups = forecasts.ofRelease(scoring.releaseId(), scoring.snapshot(), cutoff);
        Snapshot snapshot = snapshots.find(scoring.snapshot()).orElseThrow();
        Map<List<String>, double[]> shifts = shifts(spec, scoring, snapshot, cutoff, ofGroups);
        if (shifts.isEmpty()) {
            LOG.info("Nothing to reconcile run={} family={} snapshot={}: its release was trained without such groups",
                    run.id(), run.family(), scoring.snapshot());
            return new StagePlan(List.of(), () -> {});
        }
        return new StagePlan(TaskCut.cut(scorings.partitions(scoring.snapshot()), workforce.seats()),
                () -> forecasts.insert(run.id(), shifts));
    }

    private Map<List<String>, double[]> shifts(FamilySpec spec, Scoring scoring, Snapshot snapshot, long cutoff,
            List<GroupForecast> ofGroups) {
        FamilySpec.Forecast forecast = Objects.requireNonNull(spec.forecast());
        TimeAxis axis = Objects.requireNonNull(snapshot.timeAxis());
        GroupReconciler reconciler = new GroupReconciler(groups(spec, snapshot.id(), 0, snapshot.partitions()),
                forecast.horizon());
        if (ofGroups.isEmpty()) {
            return Map.of();
        }
        int coverage = spec.scoring().intervals().getFirst();
        long before = axis.index(cutoff) + forecast.gap() + 1;
        publisher.forecasts(scoring.publication(), coverage,
                (sequence, time, value, lower, upper) -> reconciler.add(sequence,
                        axis.index(time) - before, value, Spread.variance(lower, upper, coverage)));
        return reconciler.shifts(ofGroups);
    }

    private Map<Integer, List<String>> groups(FamilySpec spec, String snapshot, int from, int to) {
        return snapshots.groups(snapshot, spec.key(), Objects.requireNonNull(spec.reconcile()).by(), from, to);
    }

    @Override
    public Runnable execute(Run run, LeasedTask task) throws IOException {
        Scoring scoring = scorings.get(run.id());
        FamilySpec spec = spec(run);
        Snapshot snapshot = snapshots.find(scoring.snapshot()).orElseThrow();
        Shifts shifts = new Shifts(Objects.requireNonNull(snapshot.timeAxis()),
                Objects.requireNonNull(scoring.cutoff()), Objects.requireNonNull(spec.forecast()).gap() + 1,
                spec.scoring().intervals().getFirst(), forecasts.shifts(run.id()),
                groups(spec, scoring.snapshot(), task.from(), task.to()));
        TaskScoring.Scored scored = tasks.score(run, task, scoring, spec, shifts);
        if (scored.batch().size() == 0) {
            return () -> publisher.remove(scoring.publication(), task.from(), task.to());
        }
        String object = publisher.upload(scoring.publication(), task, scored.batch());
        return () -> publisher.replace(scoring.publication(), task, scored.batch(), scored.actuals(), object);
    }

    /** A key that cannot be moved has no prediction, in SQL and in the lake alike. */
    @Override
    public Runnable abandon(Run run, LeasedTask task, Problem reason) {
        LOG.warn("Key given up run={} sequence={} reason={}: {}", run.id(), task.from(), reason.code(),
                reason.message());
        return () -> publisher.remove(scorings.get(run.id()).publication(), task.from(), task.from() + 1);
    }

    private FamilySpec spec(Run run) {
        return families.version(run.family(), run.familyVersion()).orElseThrow().spec();
    }
}
