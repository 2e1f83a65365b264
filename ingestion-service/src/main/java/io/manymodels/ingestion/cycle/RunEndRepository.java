package io.manymodels.ingestion.cycle;

import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How runs ended, as the services that own them hold it: what a fact only hints at. */
@Repository
class RunEndRepository {

    private final JdbcClient jdbc;

    RunEndRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The end of a step's run.
     *
     * @param problem why it did not succeed
     */
    record RunEnd(String family, RunKind kind, UUID run, CycleState.Ended state, @Nullable String problem) {}

    /** The end of the run that a cycle has of this kind; empty while it has none. */
    Optional<RunEnd> find(UUID cycle, RunKind kind) {
        UUID run = RunId.inCycle(cycle, kind);
        Optional<RunEnd> ended = jdbc.sql("""
                SELECT family, state, problem_message FROM %s.run
                WHERE id = ? AND cycle = ? AND kind = ? AND state IN ('succeeded', 'failed', 'cancelled')
                """.formatted(owner(kind))).param(run).param(cycle).param(kind.wireName())
                .query((row, _) -> new RunEnd(row.getString("family"), kind, run,
                        CycleState.Ended.of(row.getString("state")), row.getString("problem_message")))
                .optional();
        return ended.isEmpty() && kind == RunKind.SCORING ? declined(cycle, run) : ended;
    }

    /** A release that an approver declined is never scored: the scoring ends before it began. */
    private Optional<RunEnd> declined(UUID cycle, UUID scoring) {
        return jdbc.sql("SELECT family, decided_by FROM production.promotion WHERE cycle = ? AND state = 'declined'")
                .param(cycle)
                .query((row, _) -> new RunEnd(row.getString("family"), RunKind.SCORING, scoring,
                        CycleState.Ended.CANCELLED, "the release was declined by " + row.getString("decided_by")))
                .optional();
    }

    /** The schema of the service that does runs of this kind. */
    private static String owner(RunKind kind) {
        return switch (kind) {
            case INGESTION -> "catalog";
            case TRAINING, BACKTEST -> "training";
            case PROMOTION -> "production";
            case SCORING -> "predictions";
        };
    }
}
