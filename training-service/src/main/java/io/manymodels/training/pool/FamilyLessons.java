package io.manymodels.training.pool;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.shared.FamilyTrainer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What the keys of a family teach together, trained when a task first asks for it and kept for those that follow. It depends on
 * the snapshot, the spec and the time up to which rows are seen alone, so that every process finds the same.
 */
@Component
public class FamilyLessons {

    private static final Logger LOG = LoggerFactory.getLogger(FamilyLessons.class);
    /** It may take as long as so many partitions. */
    private static final int TAUGHT_BY = 5;

    private final PooledRows rows;
    private final Catalogue catalogue;
    private final KeptTogether<String, Known> kept = new KeptTogether<>();

    FamilyLessons(PooledRows rows, Catalogue catalogue) {
        this.rows = rows;
        this.catalogue = catalogue;
    }

    /**
     * @param ordered whether the order of candidates was asked for too
     * @param taught empty where it is nothing
     */
    private record Known(boolean ordered, Optional<Taught> taught) {}

    /**
     * What they teach; empty for nothing. A second task that asks meanwhile waits.
     *
     * @param models of all in spec and program that decides a model
     * @param until names the time up to which rows are seen
     * @param ordered whether contests will ask which candidates the keys prefer
     * @param seen the rows of a partition that may be looked at
     */
    public synchronized Optional<Taught> of(FamilySpec family, Snapshot snapshot, TrainingSpec spec, String models,
            String until, boolean ordered, UnaryOperator<PartitionRows> seen) throws IOException {
        FamilyTrainer trainer = new FamilyTrainer(spec, catalogue);
        if (!trainer.isWanted()) {
            return Optional.empty();
        }
        Known known = kept.get(snapshot.id() + "/" + models, until);
        if (known != null && (known.ordered() || !ordered)) {
            return known.taught();
        }
        rows.ofFamily(family, snapshot, partition -> trainer.add(seen.apply(partition)));
        Optional<Taught> taught = known == null ? inTime(spec, trainer::train) : known.taught();
        if (ordered && taught.isPresent()) {
            Taught unordered = taught.get();
            taught = inTime(spec, deadline -> trainer.ordered(unordered, deadline));
        }
        kept.put(snapshot.id() + "/" + models, until, new Known(ordered, taught));
        return taught;
    }

    private static Optional<Taught> inTime(TrainingSpec spec, Function<Deadline, @Nullable Taught> lesson) {
        try {
            return Optional.ofNullable(lesson.apply(Deadline.in(spec.timeout().multipliedBy(TAUGHT_BY))));
        } catch (Deadline.Passed e) {
            LOG.warn("Family taught nothing in time family={}", spec.family());
            return Optional.empty();
        }
    }
}
