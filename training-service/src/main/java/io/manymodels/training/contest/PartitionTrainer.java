package io.manymodels.training.contest;

import io.manymodels.family.Task;
import io.manymodels.metric.Holdout;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.Scorer;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.TrainingRows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains the models of a run, one partition at a time. What it makes of a partition depends on the spec, on the learners, on
 * that partition's rows and on what the family taught alone, as long as the budget has room for every candidate. One instance for each task; not thread-safe.
 */
public final class PartitionTrainer {

    private final TrainingSpec spec;
    private final @Nullable Taught taught;
    private final Spending spending;
    private final Contest contest;
    private final List<Variant> candidates;
    private final Variant plain;

    /** Throws INVALID {@code algorithms-unfit} where the catalogue does not have what the spec names. */
    public PartitionTrainer(TrainingSpec spec, Catalogue catalogue) {
        this(spec, catalogue, null, Spending.free());
    }

    /**
     * @param taught what the keys of the family taught together; null for nothing
     * @param spending what contests may cost
     */
    public PartitionTrainer(TrainingSpec spec, Catalogue catalogue, @Nullable Taught taught, Spending spending) {
        this.spec = spec;
        this.taught = taught;
        this.spending = spending;
        this.contest = new Contest(spec, taught);
        List<Variant> usual = catalogue.variants(spec);
        this.candidates = taught == null ? usual : taught.candidates(usual);
        this.plain = catalogue.plain(spec);
    }

    /** The artefacts' header. */
    public byte[] header() {
        return ModelCodec.encode(spec.header().sharing(taught == null ? List.of() : taught.kernels()));
    }

    /** Trains one partition, whose forecasts are counted from its own end. Rows without a target are passed over. */
    public TrainingResult train(PartitionRows rows) {
        return train(rows, null, null);
    }

    /**
     * Trains one partition. Rows without a target are passed over.
     *
     * @param end from where forecasts are counted, a time ordinal; null for the partition's own end
     * @param kept the name of the candidate that an earlier contest chose, and that answers again where it can be fitted; null
     *     for a contest of all
     */
    public TrainingResult train(PartitionRows rows, @Nullable Long end, @Nullable String kept) {
        PartitionRows labelled = TrainingRows.labelled(spec, rows);
        TrainingResult.Unfit unfit = check(labelled);
        if (unfit != null) {
            return unfit;
        }
        try {
            TrainingSpec asked = spec.late(lateness(labelled, end));
            Choice choice = choose(asked, labelled, kept, rows.size());
            TrainingResult.Trained trained = trained(asked, choice, labelled);
            if (asked.gap() > spec.gap()) {
                trained = trained.with("late", asked.gap() - spec.gap());
            }
            Holdout holdout = choice.outcome() == null ? null : choice.outcome().holdout();
            return holdout == null
                    ? trained
                    : trained.with("holdout", holdout.of(TrainingRows.places(spec, rows)).toJson());
        } catch (Deadline.Passed e) {
            return new TrainingResult.Unfit("timeout", Objects.requireNonNull(e.getMessage()));
        }
    }

    /** Why labelled rows cannot carry a model of their own; null where they can. */
    public TrainingResult.@Nullable Unfit check(PartitionRows labelled) {
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

    /** The model that wins on labelled rows, by what it says of the steps after them. Throws {@link Deadline.Passed}. */
    public Choice choose(PartitionRows labelled) {
        return choose(labelled, null);
    }

    /**
     * Likewise by what it says of the steps after a time.
     *
     * @param end its ordinal; null for that of the last row
     */
    public Choice choose(PartitionRows labelled, @Nullable Long end) {
        return choose(spec.late(lateness(labelled, end)), labelled, null, labelled.size());
    }

    /**
     * Steps from the last row to where forecasts are counted from, but no more than leave half of the steps before the windows to
     * train on: what a key that has been silent for longer does not know, no window can show.
     */
    private int lateness(PartitionRows labelled, @Nullable Long end) {
        TimeAxis axis = spec.timeAxis();
        if (end == null || axis == null || spec.task() != Task.FORECAST || labelled.size() == 0) {
            return 0;
        }
        long last = axis.index(labelled.time(labelled.size() - 1));
        long before = last - axis.index(labelled.time(0)) - spec.gap() - (long) spec.windows() * spec.horizon();
        return (int) Math.clamp(axis.index(end) - last, 0, Math.max(0, before / 2));
    }

    private Choice choose(TrainingSpec asked, PartitionRows labelled, @Nullable String kept, int rows) {
        List<String> labels = TrainingRows.labels(spec, labelled);
        if (TrainingRows.constant(spec, labelled, labels)) {
            return plain(labelled).because(new TrainingResult.Unfit("constant-target",
                    "The target has the one value [%s]; a plain rule predicts it".formatted(labelled.label(0))));
        }
        List<Windows.Window> windows = Windows.of(asked, labelled);
        Contest contest = asked.gap() == spec.gap() ? this.contest : new Contest(asked, taught);
        Deadline deadline = Deadline.in(spec.timeout());
        List<Variant> again = candidates.stream().filter(candidate -> candidate.name().equals(kept)).toList();
        try (Spending.Account account = spending.open(rows)) {
            if (!again.isEmpty()) {
                Choice choice = contest.choose(again, plain, labelled, windows, labels, deadline);
                if (choice.candidate().name().equals(kept)) {
                    return choice;
                }
            }
            return contest.choose(candidates, plain, labelled, windows, labels, deadline, account);
        }
    }

    /** The last rung's rule on rows of one partition: a mean or the commonest label. */
    public Choice plain(PartitionRows labelled) {
        return contest.plain(plain, labelled, TrainingRows.labels(spec, labelled));
    }

    /** What is told of a choice: the model's bytes, its metrics, how it was found. */
    public static TrainingResult.Trained trained(TrainingSpec spec, Choice choice, PartitionRows labelled) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rows", (double) labelled.size());
        if (choice.outcome() != null) {
            metrics.put("judged", (double) choice.outcome().evaluation().losses().length);
            choice.outcome().metrics().forEach((metric, value) -> metrics.put(metric.wire(), value));
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        String algorithm = choice.fitted().model().algorithm();
        Map<String, String> trainer = new LinkedHashMap<>(Map.of("algorithm", algorithm));
        trainer.putAll(choice.fitted().settings());
        provenance.put("trainer", trainer);
        if (choice.fitted().model().body().scorer() instanceof Scorer.Rows scorer) {
            provenance.put("features", scorer.recipe().width());
        }
        provenance.put("variant", choice.candidate().name());
        TimeAxis axis = spec.timeAxis();
        if (axis != null && labelled.hasTimes()) {
            provenance.put("origin", axis.text(Arrays.stream(labelled.times()).max().orElseThrow()));
        }
        provenance.put("candidates", finite(choice.losses()));
        Map<String, Map<String, Double>> measured = new LinkedHashMap<>();
        choice.measured().forEach((name, value) -> measured.put(name, Map.of(spec.metric().wire(), value)));
        provenance.put("measured", measured);
        if (!choice.leftOut().isEmpty()) {
            provenance.put("leftOut", choice.leftOut());
        }
        Map<String, Double> importance = Importance.of(spec, choice.fitted(), labelled);
        if (!importance.isEmpty()) {
            provenance.put("importance", importance);
        }
        TrainingResult.Unfit remark = choice.told();
        if (remark != null) {
            provenance.put("remark", remark.message());
        }
        if (spec.task() == Task.CLASSIFICATION) {
            provenance.put("labels", choice.labels());
        }
        return new TrainingResult.Trained(algorithm, choice.body(), metrics,
                provenance, remark);
    }

    /** JSON has no NaN: a candidate that could not be fitted stands there without a loss. */
    private static Map<String, @Nullable Double> finite(Map<String, Double> losses) {
        Map<String, @Nullable Double> finite = new LinkedHashMap<>();
        losses.forEach((name, loss) -> finite.put(name, Double.isFinite(loss) ? loss : null));
        return finite;
    }
}
