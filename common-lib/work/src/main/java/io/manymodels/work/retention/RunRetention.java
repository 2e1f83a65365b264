package io.manymodels.work.retention;

import io.manymodels.work.engine.Sweeps;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;

/** The rules over the engine's own tables. */
class RunRetention {

    private static final int ROWS = 5_000;
    private static final int RUNS = 100;
    private static final String WITH_OUTCOMES = "EXISTS (SELECT FROM run_partition p WHERE p.run_id = r.id)";

    private final RetentionRepository repository;
    private final RetentionProperties keep;
    private final Sweeps sweeps;
    private final OldRuns old;

    RunRetention(RetentionRepository repository, RetentionProperties keep, Sweeps sweeps, OldRuns old) {
        this.repository = repository;
        this.keep = keep;
        this.sweeps = sweeps;
        this.old = old;
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
                new Rule("facts", () -> repository.deleteSentFacts(keep.facts(), ROWS)),
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
        Set<UUID> runs = old.unused(keep.outcomes(), WITH_OUTCOMES);
        return runs.isEmpty() ? 0 : repository.deleteOutcomes(runs, ROWS);
    }

    private int runs() {
        Set<UUID> runs = old.unused(keep.runs(), "NOT " + WITH_OUTCOMES);
        return runs.isEmpty() ? 0 : repository.deleteRuns(runs);
    }
}
