package io.manymodels.work.retention;

import io.manymodels.work.engine.Sweeps;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/** The rules over the engine's own tables. */
class RunRetention {

    private static final int ROWS = 5_000;
    private static final int RUNS = 100;

    private final RetentionRepository repository;
    private final RetentionProperties keep;
    private final Sweeps sweeps;
    private final List<RunReferences> references;

    RunRetention(RetentionRepository repository, RetentionProperties keep, Sweeps sweeps,
            List<RunReferences> references) {
        this.repository = repository;
        this.keep = keep;
        this.sweeps = sweeps;
        this.references = references;
    }

    private record Rule(String name, IntSupplier remover) implements RetentionRule {

        @Override
        public int removeSome() {
            return remover.getAsInt();
        }
    }

    List<RetentionRule> rules() {
        return List.of(new Rule("leftovers", this::sweep),
                new Rule("tasks", () -> repository.deleteTasks(keep.tasks(), ROWS)),
                new Rule("outcomes", this::outcomes), new Rule("runs", this::runs),
                new Rule("messages", () -> repository.deleteRefused(keep.messages())),
                new Rule("answers", () -> repository.deleteAnswers(ROWS)));
    }

    /** What is lying about is counted by runs: whose sweep fails is tried again the next time. */
    private int sweep() {
        int swept = 0;
        for (UUID run : repository.toSweep(keep.leftovers(), RUNS)) {
            if (sweeps.sweep(run)) {
                repository.swept(run);
                swept++;
            }
        }
        return swept;
    }

    private int outcomes() {
        Set<UUID> runs = unused(offset -> repository.withOldOutcomes(keep.outcomes(), offset, RUNS));
        return runs.isEmpty() ? 0 : repository.deleteOutcomes(runs, ROWS);
    }

    private int runs() {
        Set<UUID> runs = unused(offset -> repository.oldRuns(keep.runs(), offset, RUNS));
        return runs.isEmpty() ? 0 : repository.deleteRuns(runs);
    }

    /** The first page of old runs with some that nobody needs, without the others: those that stay hold up no younger ones. */
    private Set<UUID> unused(IntFunction<List<UUID>> old) {
        for (int offset = 0;; offset += RUNS) {
            List<UUID> page = old.apply(offset);
            Set<UUID> unused = new HashSet<>(page);
            references.forEach(reference -> unused.removeAll(reference.inUse(Set.copyOf(page))));
            if (page.isEmpty() || !unused.isEmpty()) {
                return unused;
            }
        }
    }
}
