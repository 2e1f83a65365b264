package io.manymodels.training.trainer;

import io.manymodels.family.Algorithm;
import io.manymodels.family.Task;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.Scorer;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains the models of a run, one partition at a time. What it makes of a partition depends on the spec and on that
 * partition's rows alone. One instance for each task; not thread-safe.
 */
public final class PartitionTrainer {

    private final TrainingSpec spec;
    private final ModelHeader header;
    private final DenseTrainers trainers;
    private final PartitionFitter fitter;
    private final Judge judge;

    /** @param clock stamps provenance */
    public PartitionTrainer(TrainingSpec spec, Clock clock) {
        this.spec = spec;
        this.header = new ModelHeader(spec.family(), spec.task(), spec.schema(), spec.timeAxis(), spec.gap(),
                spec.horizon(), spec.intervals(), spec.provenance());
        this.trainers = new DenseTrainers(clock);
        this.fitter = new PartitionFitter(spec, header, trainers);
        this.judge = new Judge(spec, fitter::fit);
    }

    /** The artefact's header, the same for all models of the run. */
    public byte[] header() {
        return ModelCodec.encode(header);
    }

    /** Trains one partition. Rows without a target are passed over. */
    public TrainingResult train(PartitionRows rows) {
        PartitionRows labelled = TrainingRows.labelled(spec, rows);
        TrainingResult.Unfit unfit = check(labelled);
        if (unfit != null) {
            return unfit;
        }
        try {
            return trained(choose(labelled), labelled);
        } catch (Deadline.Passed e) {
            return new TrainingResult.Unfit("timeout", java.util.Objects.requireNonNull(e.getMessage()));
        }
    }

    /**
     * Trains a model that many keys share.
     *
     * @param plain whether it shall be the plain rule of the last rung: a mean or the commonest label
     */
    public TrainingResult trainPooled(PooledSample sample, boolean plain) {
        PartitionRows rows = Pooled.ordered(sample.rows());
        if (rows.size() < 2) {
            return new TrainingResult.Unfit("too-few-rows",
                    "The sample of all keys has [%d] rows with a target. Maybe the source is empty"
                            .formatted(rows.size()));
        }
        try {
            return trained(new Pooled(spec, fitter).choose(rows, plain), rows);
        } catch (Deadline.Passed e) {
            return new TrainingResult.Unfit("timeout", java.util.Objects.requireNonNull(e.getMessage()));
        }
    }

    /** Trains as of each cut on the rows before it alone, and predicts the rows after it. */
    public List<BacktestPart> backtest(PartitionRows rows, BacktestPlan plan) {
        return new Backtest(this, spec).run(rows, plan);
    }

    /** A model with how it was found. */
    record Choice(Fitted fitted, Candidate candidate, Judge.@Nullable Outcome outcome, Map<String, Double> losses,
            List<String> labels, TrainingResult.@Nullable Unfit remark) {

        Choice because(TrainingResult.Unfit why) {
            return new Choice(fitted, candidate, outcome, losses, labels, why);
        }
    }

    TrainingResult.@Nullable Unfit check(PartitionRows labelled) {
        if (labelled.size() == 0) {
            return new TrainingResult.Unfit("target-missing",
                    "No row has a value of the target [%s]. Maybe the source or the transform loses it"
                            .formatted(spec.schema().column(spec.schema().target()).name()));
        }
        if (labelled.size() < spec.minimumRows()) {
            return new TrainingResult.Unfit("too-few-rows",
                    "[%d] rows with a target are fewer than the [%d] that a model of its own needs. Maybe lower training.minimumRows"
                            .formatted(labelled.size(), spec.minimumRows()));
        }
        return null;
    }

    Choice choose(PartitionRows labelled) {
        Deadline deadline = Deadline.in(spec.timeout());
        List<String> labels = TrainingRows.labels(spec, labelled);
        if (TrainingRows.constant(spec, labelled, labels)) {
            return plain(labelled).because(new TrainingResult.Unfit("constant-target",
                    "The target has the one value [%s]; a plain rule predicts it".formatted(labelled.label(0))));
        }
        List<Candidate> candidates = Candidate.of(spec);
        List<Windows.Window> windows = Windows.of(spec, labelled);
        List<Judge.Outcome> outcomes = new ArrayList<>();
        Map<String, Double> losses = new LinkedHashMap<>();
        for (Candidate candidate : windows.isEmpty() ? List.<Candidate>of() : candidates) {
            Judge.Outcome outcome = judge.judge(candidate, labelled, windows, labels, deadline);
            outcomes.add(outcome);
            losses.put(candidate.label(), outcome.evaluation().meanLoss());
        }
        if (outcomes.isEmpty()) {
            Candidate plain = candidates.getLast();
            return new Choice(calibrated(fitter.fit(plain, labelled, labels, deadline), new double[0]), plain, null,
                    Map.of(), labels, null);
        }
        Judge.Outcome outcome = outcomes
                .get(Selection.choose(outcomes.stream().map(Judge.Outcome::evaluation).toList()));
        Evaluation best = outcome.evaluation();
        Fitted fitted = fitter.fit(best.candidate(), labelled, labels, deadline);
        return new Choice(calibrated(fitted, best.relativeResiduals()), best.candidate(), outcome, losses, labels,
                null);
    }

    /** The last rung's rule on rows of one partition: a mean or the commonest label. */
    Choice plain(PartitionRows labelled) {
        List<String> labels = TrainingRows.labels(spec, labelled);
        Candidate plain = new Candidate(
                spec.task() == Task.CLASSIFICATION ? Algorithm.MAJORITY_CLASS : Algorithm.MEAN,
                Candidate.Features.PLAIN);
        return new Choice(calibrated(fitter.fit(plain, labelled, labels, Deadline.NONE), new double[0]), plain, null,
                Map.of(), labels, null);
    }

    private Fitted calibrated(Fitted fitted, double[] relativeResiduals) {
        if (spec.task() == Task.CLASSIFICATION) {
            return fitted;
        }
        ModelBody body = fitted.model().body();
        return fitted.with(body.withQuantiles(Intervals.calibrate(fitted, relativeResiduals, spec.intervals())));
    }

    private TrainingResult.Trained trained(Choice choice, PartitionRows labelled) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rows", (double) labelled.size());
        if (choice.outcome() != null) {
            metrics.put("judged", (double) choice.outcome().evaluation().losses().length);
            choice.outcome().metrics().forEach((metric, value) -> metrics.put(metric.wire(), value));
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("trainer", trainers.describe(choice.candidate().algorithm(), spec, labelled.size()));
        if (choice.fitted().model().body().scorer() instanceof Scorer.Rows scorer) {
            provenance.put("features", scorer.recipe().width());
        }
        provenance.put("variant", choice.candidate().label());
        TimeAxis axis = spec.timeAxis();
        if (axis != null && labelled.hasTimes()) {
            provenance.put("origin", axis.text(IntStream.range(0, labelled.size()).mapToObj(labelled::time)
                    .max(Comparator.naturalOrder()).orElseThrow()));
        }
        provenance.put("candidates", choice.losses());
        if (!choice.labels().isEmpty()) {
            provenance.put("labels", choice.labels());
        }
        return new TrainingResult.Trained(choice.candidate().algorithm().wire(),
                ModelCodec.encode(choice.fitted().model().body()), metrics, provenance, choice.remark());
    }
}
