package io.manymodels.training.backtest;

import io.manymodels.catalog.PartitionEntry;
import io.manymodels.lake.PartitionReader;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.rows.PartitionRows;
import io.manymodels.run.Outcome;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.context.Spendings;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.pool.FamilyLessons;
import io.manymodels.training.run.SnapshotTasks;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Does a task of a backtest: reads its range once, and trains and predicts each partition at each cutoff. */
@Component
class PartitionBacktest {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionBacktest.class);

    private final SnapshotTasks partitions;
    private final PartitionReader reader;
    private final BacktestRowsRepository rows;
    private final Catalogue catalogue;
    private final FamilyModels families;
    private final FamilyLessons lessons;
    private final Spendings spendings;

    PartitionBacktest(SnapshotTasks partitions, PartitionReader reader, BacktestRowsRepository rows,
            Catalogue catalogue, FamilyModels families, FamilyLessons lessons, Spendings spendings) {
        this.partitions = partitions;
        this.reader = reader;
        this.rows = rows;
        this.catalogue = catalogue;
        this.families = families;
        this.lessons = lessons;
        this.spendings = spendings;
    }

    TaskResult execute(Run run, LeasedTask task, BacktestProcess.Context context) throws IOException {
        List<PartitionEntry> entries = partitions.open(context.snapshot().id(), task);
        if (entries.isEmpty()) {
            return new TaskResult(List.of(), () -> {});
        }
        List<PartitionOutcome> outcomes = new ArrayList<>(entries.size());
        List<PredictedRows> predicted = new ArrayList<>();
        BacktestPlan plan = plan(context.parameters());
        TrainingSpec spec = TrainingSpec.of(context.spec(), context.snapshot().columns(),
                context.snapshot().timeAxis(), Map.of());
        Backtest trainer = new Backtest(spec, catalogue, standIn(context, plan, spec), lessons(context, plan, spec),
                spendings.of(run, context.spec(), context.snapshot()));
        reader.read(context.snapshot(), entries, (entry, partition) -> {
            long start = System.nanoTime();
            Result result = backtest(trainer, plan, entry, partition);
            result.parts().forEach(part -> predicted
                    .add(PredictedRows.of(entry.sequence(), part, context.layout().classes())));
            outcomes.add(new PartitionOutcome(entry.sequence(), entry.key(), result.outcome(), result.reason(),
                    task.attempt(), (System.nanoTime() - start) / 1e9));
        });
        LOG.info("Task backtested partitions={} parts={}", outcomes.size(), predicted.size());
        return new TaskResult(outcomes, () -> rows.insert(run.id(), context.layout(), predicted));
    }

    /** Where all keys are cut at the same times; a model for each key's own would be one for each key. */
    private Backtest.StandIn standIn(BacktestProcess.Context context, BacktestPlan plan, TrainingSpec spec) {
        return switch (plan) {
            case BacktestPlan.Cutoffs _ -> cutoff -> {
                try {
                    return families.asOf(context, spec, cutoff).orElse(null);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            case BacktestPlan.Windows _,BacktestPlan.Folds _ -> _ -> null;
        };
    }

    /** Likewise. */
    private Backtest.Lessons lessons(BacktestProcess.Context context, BacktestPlan plan, TrainingSpec spec) {
        return switch (plan) {
            case BacktestPlan.Cutoffs _ -> cutoff -> {
                try {
                    return lessons.of(context.spec(), context.snapshot(), spec,
                            context.spec().modelHash(), Long.toString(cutoff), true,
                            rows -> FamilyModels.upTo(rows, cutoff))
                            .orElse(null);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            case BacktestPlan.Windows _,BacktestPlan.Folds _ -> _ -> null;
        };
    }

    private record Result(Outcome outcome, @Nullable Problem reason, List<BacktestPart> parts) {}

    private static Result backtest(Backtest trainer, BacktestPlan plan, PartitionEntry entry,
            PartitionRows partition) throws IOException {
        try {
            List<BacktestPart> parts = trainer.run(partition, plan);
            if (parts.isEmpty()) {
                return new Result(Outcome.SKIPPED,
                        new Problem("nothing-held-out",
                                "No row with a target follows any of the cutoffs. Maybe earlier ones"),
                        parts);
            }
            TrainingResult.Unfit unfit = parts.stream().map(BacktestPart::unfit).filter(Objects::nonNull).findFirst()
                    .orElse(null);
            if (unfit != null) {
                return new Result(Outcome.FELL_BACK, problem(unfit), parts);
            }
            return new Result(Outcome.SUCCEEDED, parts.stream().map(BacktestPart::remark).filter(Objects::nonNull)
                    .findFirst().map(PartitionBacktest::problem).orElse(null), parts);
        } catch (UncheckedIOException e) {
            // The rows of other keys could not be read: no fault of this one.
            throw e.getCause();
        } catch (ManyModelsException e) {
            return new Result(Outcome.FAILED, new Problem(e.code(), e.getMessage()), List.of());
        } catch (RuntimeException e) {
            try (var _ = MDC.putCloseable("key", entry.key())) {
                LOG.warn("Partition cannot be backtested", e);
            }
            return new Result(Outcome.FAILED, Problem.of(e), List.of());
        }
    }

    private static Problem problem(TrainingResult.Unfit why) {
        return new Problem(why.code(), why.message());
    }

    private static BacktestPlan plan(BacktestParameters parameters) {
        if (parameters.cutoffs() != null) {
            return new BacktestPlan.Cutoffs(parameters.cutoffs().stream().mapToLong(Long::longValue).toArray());
        }
        if (parameters.windows() != null) {
            return new BacktestPlan.Windows(parameters.windows(), Objects.requireNonNullElse(parameters.step(), 0));
        }
        return new BacktestPlan.Folds(Objects.requireNonNull(parameters.folds()),
                Objects.requireNonNullElse(parameters.seed(), 0L));
    }
}
