package io.manymodels.scoring.run;

import io.manymodels.artefact.ModelLoader;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.lake.PartitionReader;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Horizon;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.answer.Adjustment;
import io.manymodels.scoring.answer.AnswerWriter;
import io.manymodels.scoring.answer.ModelWindow;
import io.manymodels.scoring.answer.PartitionScorer;
import io.manymodels.scoring.answer.RowSelection;
import io.manymodels.scoring.prediction.Actuals;
import io.manymodels.scoring.prediction.PredictionBatch;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Scores the partitions of a task. */
@Component
class TaskScoring {

    private final SnapshotRepository snapshots;
    private final ScoringRepository scorings;
    private final PartitionReader reader;
    private final ModelLoader models;
    private final ScoringMetrics metrics;

    TaskScoring(SnapshotRepository snapshots, ScoringRepository scorings, PartitionReader reader, ModelLoader models,
            ScoringMetrics metrics) {
        this.snapshots = snapshots;
        this.scorings = scorings;
        this.reader = reader;
        this.models = models;
        this.metrics = metrics;
    }

    /** @param outcomes of all partitions of the task; the batch has the rows of those that were scored */
    record Scored(List<PartitionOutcome> outcomes, PredictionBatch batch, Actuals actuals) {}

    Scored score(Run run, LeasedTask task, Scoring scoring, FamilySpec spec, Adjustment adjustment) throws IOException {
        Snapshot snapshot = snapshots.find(scoring.snapshot()).orElseThrow();
        RowSelection selection = selection(scoring, snapshot, spec);
        List<PartitionEntry> entries = snapshots.partitions(scoring.snapshot(), task.from(), task.to());
        ModelWindow window = new ModelWindow(models, scorings.assignments(run.id(), task.from(), task.to()),
                sequences -> scorings.substitutes(run.id(), sequences));
        PredictionBatch batch = new PredictionBatch(scoring.publication());
        Actuals actuals = new Actuals(scoring.publication().schema(), spec.reporting().actuals(), scoring.cutoff());
        PartitionScorer scorer = new PartitionScorer(selection, window,
                new AnswerWriter(scoring.publication().schema(), batch), actuals, adjustment);
        List<PartitionOutcome> outcomes = new ArrayList<>(entries.size());
        reader.read(snapshot, entries, (entry, rows) -> outcomes.add(scorer.score(entry, rows, task.attempt())));
        metrics.broken(window.broken());
        metrics.scored(batch.size());
        return new Scored(outcomes, batch, actuals);
    }

    private static RowSelection selection(Scoring scoring, Snapshot snapshot, FamilySpec spec) {
        FamilySpec.Forecast forecast = spec.forecast();
        Long cutoff = scoring.cutoff();
        if (scoring.rows() != FamilySpec.Rows.HORIZON) {
            return new RowSelection.Existing(scoring.rows() == FamilySpec.Rows.UNLABELLED, cutoff);
        }
        TimeAxis axis = snapshot.timeAxis();
        if (forecast == null || cutoff == null || axis == null) {
            throw ManyModelsException.invalid("horizon-missing",
                    "Family [%s] is no forecast and has no horizon. Maybe score rows [unlabelled] or [all]"
                            .formatted(scoring.publication().family()));
        }
        return new Horizon(axis, cutoff, forecast.gap(), forecast.horizon(), forecast.from())::select;
    }
}
