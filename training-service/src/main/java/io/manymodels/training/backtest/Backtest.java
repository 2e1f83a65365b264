package io.manymodels.training.backtest;

import io.manymodels.family.Task;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Rung;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.contest.Choice;
import io.manymodels.training.contest.NaiveErrors;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.Spending;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.contest.Windows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.preparation.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs a backtest plan on one partition. */
public final class Backtest {

    private final PartitionTrainer trainer;
    private final TrainingSpec spec;
    private final Catalogue catalogue;
    private final StandIn standIn;
    private final Lessons lessons;
    private final Spending spending;

    /** What the keys of the family teach together by a cutoff, a time ordinal; null for nothing. */
    @FunctionalInterface
    interface Lessons {

        @Nullable
        Taught asOf(long cutoff);
    }

    /** The model that answers at a cutoff, a time ordinal, for a key without a row by then; null where there is none. */
    @FunctionalInterface
    interface StandIn {

        @Nullable
        PartitionModel asOf(long cutoff);
    }

    /**
     * Where nobody answers for a key without a row before a cutoff. Throws INVALID {@code algorithms-unfit} where the catalogue does
     * not have what the spec names.
     */
    public Backtest(TrainingSpec spec, Catalogue catalogue) {
        this(spec, catalogue, _ -> null, _ -> null, Spending.free());
    }

    /** @param spending what contests may cost: at each cut as much as in a training of the rows before it */
    Backtest(TrainingSpec spec, Catalogue catalogue, StandIn standIn, Lessons lessons, Spending spending) {
        this.spending = spending;
        this.trainer = new PartitionTrainer(spec, catalogue, null, spending);
        this.spec = spec;
        this.catalogue = catalogue;
        this.standIn = standIn;
        this.lessons = lessons;
    }

    /** One part a cut that holds rows out; none where no cut does. */
    public List<BacktestPart> run(PartitionRows rows, BacktestPlan plan) {
        PartitionRows own = rows.conform(spec.schema());
        int target = spec.schema().target();
        int[] kept = IntStream.range(0, own.size()).filter(i -> !own.isMissing(target, i)).toArray();
        PartitionRows labelled = own.select(kept);
        if (labelled.size() == 0) {
            return List.of();
        }
        return switch (plan) {
            case BacktestPlan.Cutoffs cutoffs -> cutoffs(labelled, cutoffs.ordinals(), false);
            case BacktestPlan.Windows windows -> cutoffs(labelled, ownCutoffs(labelled, windows), true);
            case BacktestPlan.Folds folds -> folds(labelled, folds);
        };
    }

    private List<BacktestPart> cutoffs(PartitionRows labelled, long[] cutoffs, boolean upToNext) {
        TimeAxis axis = axis();
        List<BacktestPart> parts = new ArrayList<>();
        for (int c = 0; c < cutoffs.length; c++) {
            long cutoff = cutoffs[c];
            long end = upToNext && c + 1 < cutoffs.length ? cutoffs[c + 1] : Long.MAX_VALUE;
            Windows.Window window = spec.task() == Task.FORECAST
                    ? Windows.after(spec, axis, labelled, axis.index(cutoff))
                    : new Windows.Window(
                            IntStream.range(0, labelled.size()).filter(i -> labelled.time(i) <= cutoff).toArray(),
                            IntStream.range(0, labelled.size())
                                    .filter(i -> labelled.time(i) > cutoff && labelled.time(i) <= end).toArray());
            if (window.judged().length > 0) {
                parts.add(part(labelled, window, cutoff, -1));
            }
        }
        return parts;
    }

    /** Ascending cutoffs counted back from the partition's end. */
    private long[] ownCutoffs(PartitionRows labelled, BacktestPlan.Windows windows) {
        TimeAxis axis = axis();
        long last = Arrays.stream(labelled.times()).max().orElse(0);
        long first = Arrays.stream(labelled.times()).min().orElse(0);
        boolean forecast = spec.task() == Task.FORECAST;
        long step = windows.step() > 0
                ? windows.step()
                : forecast
                        ? spec.horizon()
                        : Math.max(1, (long) (0.3 * (axis.index(last) - axis.index(first)) / windows.count()));
        long nearest = forecast ? spec.lead() : step;
        long[] cutoffs = new long[windows.count()];
        for (int w = 0; w < cutoffs.length; w++) {
            cutoffs[w] = axis.plus(last, -(nearest + step * (cutoffs.length - 1 - w)));
        }
        return cutoffs;
    }

    private List<BacktestPart> folds(PartitionRows labelled, BacktestPlan.Folds folds) {
        List<Windows.Window> windows = Windows.folds(labelled.size(), folds.count(), folds.seed());
        return IntStream.range(0, windows.size()).mapToObj(f -> part(labelled, windows.get(f), null, f)).toList();
    }

    private BacktestPart part(PartitionRows labelled, Windows.Window window, @Nullable Long cutoff, int fold) {
        PartitionRows held = labelled.select(window.judged());
        NaiveErrors naive = NaiveErrors.of(spec, labelled.select(window.training()));
        PartitionRows known = TrainingRows.labelled(spec, labelled.select(window.training()));
        TrainingResult.Unfit unfit = trainer.check(known);
        if (unfit == null) {
            try {
                return part(cutoff, fold, held, trainer(cutoff).choose(known, cutoff), naive, null);
            } catch (Deadline.Passed e) {
                unfit = new TrainingResult.Unfit("timeout", java.util.Objects.requireNonNull(e.getMessage()));
            }
        }
        if (known.size() > 0) {
            return part(cutoff, fold, held, trainer.plain(known), naive, unfit);
        }
        TrainingResult.Unfit late = new TrainingResult.Unfit("target-missing",
                "No row with a target lies before the cutoff. Maybe a later one");
        PartitionModel shared = cutoff == null ? null : standIn.asOf(cutoff);
        return shared == null
                ? new BacktestPart(cutoff, fold, held, null, null, naive.absolute(), naive.square(), late, null,
                        null)
                : new BacktestPart(cutoff, fold, held, shared.predict(held), shared.algorithm(), naive.absolute(),
                        naive.square(), late, null, Rung.FAMILY);
    }

    private static BacktestPart part(@Nullable Long cutoff, int fold, PartitionRows held,
            Choice choice, NaiveErrors naive, TrainingResult.@Nullable Unfit unfit) {
        return new BacktestPart(cutoff, fold, held, choice.fitted().model().predict(held),
                choice.fitted().model().algorithm(), naive.absolute(), naive.square(), unfit,
                unfit == null ? choice.told() : null,
                unfit == null ? Rung.OWN : Rung.BASELINE);
    }

    private PartitionTrainer trainer(@Nullable Long cutoff) {
        Taught taught = cutoff == null ? null : lessons.asOf(cutoff);
        return taught == null ? trainer : new PartitionTrainer(spec, catalogue, taught, spending);
    }

    private TimeAxis axis() {
        TimeAxis axis = spec.timeAxis();
        if (axis == null) {
            throw ManyModelsException.invalid("backtest-without-time",
                    "Family [%s] has no time column, so a backtest cannot cut by time. Maybe use folds"
                            .formatted(spec.family()));
        }
        return axis;
    }
}
