package io.manymodels.training.shared;

import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.Choice;
import io.manymodels.training.contest.Contest;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.contest.Windows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.TrainingRows;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Trains models that many keys share, on features that any key has. Not thread-safe. */
public final class SharedTrainer {

    private static final int LEAST_ROWS = 50;
    /** One pooled model may take as long as so many partitions. */
    private static final int SHARED_BY = 5;

    private final TrainingSpec spec;
    private final List<Variant> candidates;
    private final Variant plain;

    /** Throws INVALID {@code algorithms-unfit} where the catalogue does not have what the spec names. */
    public SharedTrainer(TrainingSpec spec, Catalogue catalogue) {
        this.spec = spec;
        this.candidates = catalogue.shared(spec);
        this.plain = catalogue.sharedPlain(spec);
    }

    /**
     * Trains on a sample.
     *
     * @param asPlain whether it shall be the plain rule of the last rung: a mean or the commonest label
     */
    public TrainingResult train(PooledSample sample, boolean asPlain) {
        PartitionRows rows = ordered(sample.rows());
        if (rows.size() < 2) {
            return new TrainingResult.Unfit("too-few-rows",
                    "The sample of all keys has [%d] rows with a target. Maybe the source is empty"
                            .formatted(rows.size()));
        }
        try {
            return PartitionTrainer.trained(spec, choose(rows, asPlain), rows);
        } catch (Deadline.Passed e) {
            return new TrainingResult.Unfit("timeout", Objects.requireNonNull(e.getMessage()));
        }
    }

    /** By time where there is time. */
    private static PartitionRows ordered(PartitionRows rows) {
        return rows.hasTimes()
                ? rows.select(IntStream.range(0, rows.size()).boxed().sorted(Comparator.comparingLong(rows::time))
                        .mapToInt(Integer::intValue).toArray())
                : rows;
    }

    /** The best of the candidates on a held-out part (the last in time, where there is time), fitted to all rows. */
    private Choice choose(PartitionRows rows, boolean asPlain) {
        List<String> labels = TrainingRows.labels(spec, rows);
        boolean single = asPlain || rows.size() < LEAST_ROWS || TrainingRows.constant(spec, rows, labels);
        int held = Math.max(1, rows.size() / 5);
        Windows.Window window = rows.hasTimes()
                ? new Windows.Window(IntStream.range(0, rows.size() - held).toArray(),
                        IntStream.range(rows.size() - held, rows.size()).toArray())
                : Windows.folds(rows.size(), 5, 0).getFirst();
        return new Contest(spec).choose(single || candidates.isEmpty() ? List.of(plain) : candidates, plain, rows,
                List.of(window), labels, Deadline.in(spec.timeout().multipliedBy(SHARED_BY)));
    }
}
