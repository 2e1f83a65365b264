package io.manymodels.ingestion.cycle;

import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables cycle and cycle_step. */
@Repository
class CycleRepository {

    /** In the order in which one starts the other; each is run by the service of its name. */
    static final List<RunKind> STEPS = List.of(RunKind.INGESTION, RunKind.TRAINING, RunKind.PROMOTION,
            RunKind.SCORING);

    /** A row a step, so that a page of cycles is one query on one connection. */
    private static final String WITH_STEPS = """
            SELECT c.id, c.family, c.family_version, c.state, c.problem, c.started_by, c.started_at, c.finished_at,
                   s.kind, s.run, s.state AS step_state
            FROM (SELECT id, family, family_version, state, problem, started_by, started_at, finished_at FROM cycle %s) c JOIN cycle_step s ON s.cycle_id = c.id ORDER BY c.started_at DESC, c.id DESC, s.position
            """;

    private final JdbcClient jdbc;

    CycleRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(UUID id, String family, int familyVersion, String startedBy) {
        jdbc.sql("INSERT INTO cycle (id, family, family_version, started_by) VALUES (?, ?, ?, ?)").param(id)
                .param(family).param(familyVersion).param(startedBy).update();
        for (int i = 0; i < STEPS.size(); i++) {
            StepState state = i == 0 ? StepState.Open.RUNNING : StepState.Open.WAITING;
            jdbc.sql("INSERT INTO cycle_step (cycle_id, position, kind, run, state) VALUES (?, ?, ?, ?, ?)").param(id)
                    .param(i).param(STEPS.get(i).wireName()).param(RunId.inCycle(id, STEPS.get(i)))
                    .param(state.wire()).update();
        }
    }

    Optional<CycleView> find(UUID id) {
        return jdbc.sql(WITH_STEPS.formatted("WHERE id = ?")).param(id)
                .query(CycleRepository::views).stream().findFirst();
    }

    /** Whether a cycle is at work. One that has waited a day, for an approval or a service, holds nobody up. */
    boolean isRunning(String family) {
        return jdbc.sql("""
                SELECT 1 FROM cycle WHERE family = ? AND state = 'running' AND started_at > now() - interval '1 day' LIMIT 1
                """).param(family).query(Integer.class).optional().isPresent();
    }

    /** When the latest cycle of each family that came to its end ended; of families that are not deleted. */
    SortedMap<String, Instant> lastSuccesses() {
        SortedMap<String, Instant> successes = new TreeMap<>();
        jdbc.sql("""
                SELECT family, max(finished_at) AS ended FROM cycle
                WHERE state = 'succeeded'
                  AND NOT EXISTS (SELECT FROM family f WHERE f.name = cycle.family AND f.deleted_at IS NOT NULL)
                GROUP BY family
                """).query(row -> {
            successes.put(row.getString("family"), row.getObject("ended", OffsetDateTime.class).toInstant());
        });
        return successes;
    }

    /**
     * Newest first.
     *
     * @param family null: of all families
     */
    List<CycleView> list(@Nullable String family, @Nullable Instant before, @Nullable UUID beforeId, int limit) {
        return jdbc.sql(WITH_STEPS.formatted("""
                WHERE (:family::text IS NULL OR family = :family)
                  AND (:before::timestamptz IS NULL OR (started_at, id) < (:before::timestamptz, :beforeId::uuid))
                ORDER BY started_at DESC, id DESC LIMIT :limit
                """)).param("family", family).param("before", before == null ? null : before.toString())
                .param("beforeId", beforeId == null ? null : beforeId.toString()).param("limit", limit)
                .query(CycleRepository::views);
    }

    /** Locks the cycle and takes the end of one of its runs down; false when that was known. */
    boolean stepEnded(UUID cycle, UUID run, CycleState.Ended state) {
        jdbc.sql("SELECT id FROM cycle WHERE id = ? FOR UPDATE").param(cycle).query(UUID.class).optional();
        return jdbc.sql("""
                UPDATE cycle_step SET state = :state
                WHERE cycle_id = :cycle AND run = :run AND state IN ('waiting', 'running')
                """).param("state", state.wire()).param("cycle", cycle).param("run", run).update() == 1;
    }

    void nextStepRuns(UUID cycle, String endedKind) {
        jdbc.sql("""
                UPDATE cycle_step SET state = 'running'
                WHERE cycle_id = :cycle AND state = 'waiting'
                  AND position = (SELECT position + 1 FROM cycle_step WHERE cycle_id = :cycle AND kind = :kind)
                """).param("cycle", cycle).param("kind", endedKind).update();
    }

    /** Ends the cycle, unless it has ended, and with it the steps that have not begun. */
    void end(UUID cycle, CycleState.Ended state, @Nullable String problem) {
        jdbc.sql("""
                UPDATE cycle SET state = :state, problem = :problem, finished_at = now()
                WHERE id = :cycle AND state = 'running'
                """).param("state", state.wire()).param("problem", problem).param("cycle", cycle).update();
        jdbc.sql("UPDATE cycle_step SET state = 'cancelled' WHERE cycle_id = :cycle AND state = 'waiting'")
                .param("cycle", cycle).update();
    }

    private static List<CycleView> views(ResultSet rows) throws SQLException {
        List<CycleView> views = new ArrayList<>();
        List<CycleView.Step> steps = new ArrayList<>();
        while (rows.next()) {
            steps.add(new CycleView.Step(rows.getString("kind"), rows.getObject("run", UUID.class),
                    rows.getString("kind"), StepState.of(rows.getString("step_state")).wire()));
            if (steps.size() == STEPS.size()) {
                views.add(view(rows, steps));
                steps.clear();
            }
        }
        return views;
    }

    private static CycleView view(ResultSet row, List<CycleView.Step> steps) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new CycleView(row.getObject("id", UUID.class), row.getString("family"), row.getInt("family_version"),
                CycleState.of(row.getString("state")).wire(), List.copyOf(steps), row.getString("problem"),
                row.getString("started_by"), row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
