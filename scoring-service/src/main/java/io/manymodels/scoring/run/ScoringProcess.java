package io.manymodels.scoring.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.event.PredictionsPublished;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.registry.Release;
import io.manymodels.rows.TimeAxis;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.scoring.answer.Adjustment;
import io.manymodels.scoring.prediction.GroupColumns;
import io.manymodels.scoring.prediction.PredictionSchema;
import io.manymodels.scoring.prediction.Publication;
import io.manymodels.scoring.prediction.Publisher;
import io.manymodels.scoring.run.ScoringRepository.PartitionSize;
import io.manymodels.scoring.submission.ReleaseChoice;
import io.manymodels.scoring.submission.ScoringParameters;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.TaskResult;
import io.manymodels.work.api.Workforce;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What scoring does in its runs. */
@Component
class ScoringProcess implements RunProcess {

    private final FamilyRepository families;
    private final SnapshotRepository snapshots;
    private final ReleaseChoice choice;
    private final ScoringRepository scorings;
    private final GroupForecastRepository groups;
    private final TaskScoring tasks;
    private final Publisher publisher;
    private final Workforce workforce;
    private final List<Stage> stages;
    private final Clock clock;
    private final JsonMapper json;

    ScoringProcess(FamilyRepository families, SnapshotRepository snapshots, ReleaseChoice choice,
            ScoringRepository scorings, GroupForecastRepository groups, TaskScoring tasks, Publisher publisher,
            Workforce workforce, Reconciliation reconciliation, Clock clock, JsonMapper json) {
        this.families = families;
        this.snapshots = snapshots;
        this.choice = choice;
        this.scorings = scorings;
        this.groups = groups;
        this.tasks = tasks;
        this.publisher = publisher;
        this.workforce = workforce;
        this.stages = List.of(reconciliation);
        this.clock = clock;
        this.json = json;
    }

    @Override
    public RunKind kind() {
        return RunKind.SCORING;
    }

    /** Since rows lie in blocks: a worker before would copy them into a view. */
    @Override
    public int planVersion() {
        return 2;
    }

    @Override
    public Plan plan(Run run, LeasedTask task) {
        FamilySpec spec = spec(run);
        ScoringParameters parameters = json.treeToValue(run.parameters(), ScoringParameters.class);
        Release release = choice.planned(run, parameters);
        Snapshot snapshot = snapshot(parameters, release);
        FamilySpec.Rows rows = parameters.rowsOr(spec.scoring().rows());
        PredictionSchema schema = FamilyColumns.schema(spec, snapshot);
        Publication publication = new Publication(run.id(), run.family(), release.number(),
                parameters.explanationsOr(spec.scoring().explanations()) ? schema.explained() : schema,
                clock.instant(), GroupColumns.of(spec, schema, snapshot));
        Scoring scoring = new Scoring(publication, release.id(), snapshot.id(), rows,
                cutoff(snapshot, rows, parameters));
        List<PartitionSize> partitions = scorings.partitions(snapshot.id());
        return new Plan(partitions.size(), TaskCut.cut(partitions, workforce.seats()), () -> {
            scorings.insert(scoring);
            scorings.assign(run.id(), snapshot.id(), release.id());
            publisher.begin(publication);
        });
    }

    /** A named release is scored on its own snapshot, which brings its predictions back as they were. */
    private Snapshot snapshot(ScoringParameters parameters, Release release) {
        return (parameters.release() == null ? snapshots.latest(release.family()) : snapshots.find(release.snapshot()))
                .or(() -> snapshots.find(release.snapshot()))
                .orElseThrow(() -> ManyModelsException.notFound("snapshot-missing",
                        "Family [%s] has no snapshot to score. Maybe ingest it again".formatted(release.family())));
    }

    private FamilySpec spec(Run run) {
        return families.version(run.family(), run.familyVersion())
                .orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                        "Family [%s] has no version [%d]".formatted(run.family(), run.familyVersion())))
                .spec();
    }

    private static @Nullable Long cutoff(Snapshot snapshot, FamilySpec.Rows rows,
            ScoringParameters parameters) {
        TimeAxis axis = snapshot.timeAxis();
        if (parameters.asOf() != null) {
            if (axis == null) {
                throw ManyModelsException.invalid("time-missing",
                        "Family [%s] has no time column, so asOf [%s] means nothing. Maybe leave it away"
                                .formatted(snapshot.family(), parameters.asOf()));
            }
            return axis.ordinal(parameters.asOf());
        }
        if (rows != FamilySpec.Rows.HORIZON) {
            return null;
        }
        if (snapshot.lastTime() == null) {
            throw ManyModelsException.invalid("time-missing",
                    "Snapshot [%s] has no last time from which a horizon counts. Maybe score rows [unlabelled] or [all]"
                            .formatted(snapshot.id()));
        }
        return snapshot.lastTime();
    }

    @Override
    public TaskResult execute(Run run, LeasedTask task) throws IOException {
        Scoring scoring = scorings.get(run.id());
        TaskScoring.Scored scored = tasks.score(run, task, scoring, spec(run), Adjustment.NONE);
        if (scored.batch().size() == 0) {
            return new TaskResult(scored.outcomes(), () -> {});
        }
        String object = publisher.upload(scoring.publication(), task, scored.batch());
        return new TaskResult(scored.outcomes(),
                () -> publisher.copy(scoring.publication(), task, scored.batch(), scored.actuals(), object));
    }

    @Override
    public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
        Scoring scoring = scorings.get(run.id());
        PartitionEntry entry = snapshots.partitions(scoring.snapshot(), task.from(), task.from() + 1).getFirst();
        return new TaskResult(List.of(new PartitionOutcome(entry.sequence(), entry.key(), Outcome.FAILED, reason,
                task.attempt(), 0)), () -> {});
    }

    @Override
    public List<Stage> stages() {
        return stages;
    }

    @Override
    public Completion finish(Run run, LeasedTask task) {
        Scoring scoring = scorings.get(run.id());
        Publication publication = scoring.publication();
        FamilySpec spec = spec(run);
        List<String> comparable = Arrays.stream(Metric.values()).filter(metric -> metric.fits(spec.task()))
                .map(Metric::wire)
                .toList();
        Snapshot snapshot = snapshots.find(scoring.snapshot()).orElseThrow();
        FamilySpec.Forecast forecast = spec.forecast();
        int ahead = forecast == null ? 0 : forecast.gap() + forecast.horizon();
        long rows = publisher.prepare(publication, snapshot);
        Integer reconciled = Reconciliation.isWanted(spec, scoring)
                ? Integer.valueOf(groups.shifts(run.id()).size())
                : null;
        return new Completion.Success(
                List.of(new PredictionsPublished(run.family(), publication.release(), run.id(), run.cycle())),
                () -> {
                    choice.holdCurrent(run.family(), scoring.releaseId());
                    publisher.publish(publication, comparable, snapshot, ahead);
                }, new ScoringResult(rows, reconciled));
    }

    @Override
    public void cancelRest(Run run) {
        scorings.cancelRest(run.id(), scorings.get(run.id()).snapshot());
    }

    @Override
    public void sweep(Run run) {
        scorings.forgetAssignments(run.id());
        groups.forget(run.id());
        if (run.state() == RunState.SUCCEEDED) {
            publisher.cleanUp(run.family(), run.id());
        } else {
            publisher.withdraw(run.family(), run.id());
        }
    }
}
