package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A run that an older build planned, with one table of whole rows, is scored to its end by this one. */
class EarlierPlanIT {

    private static final String FAMILY = "toy-earlier-plan";
    private static final String PREDICTIONS = """
            SELECT to_jsonb(p) - 'run_id' - 'scored_at' AS row FROM reporting.toy_earlier_plan_predictions p ORDER BY 1
            """;
    private static final String KEYS = "SELECT to_jsonb(k) AS row FROM reporting.toy_earlier_plan_keys k ORDER BY 1";

    private final ScoringStack stack = ScoringStack.INSTANCE;
    private final JdbcClient scoring = stack.database("scoring");

    @Test
    void itComesToTheSamePredictionsInTheTableThatItsPlanMade() throws Exception {
        ToyRelease toy = stack.toy(FAMILY);
        toy.snapshot("earlier-plan-1");
        toy.release(1, "earlier-plan-1");
        UUID older = UUID.randomUUID();
        String own;
        try (Connection held = stack.connection("scoring")) {
            held.setAutoCommit(false);
            // Assignments are gone when the run is over.
            held.createStatement().execute("LOCK TABLE predictions.part IN EXCLUSIVE MODE");
            own = stack.submit(FAMILY, "{}");
            Awaitility.await("the run is planned").atMost(Duration.ofMinutes(1))
                    .until(() -> copyAssignments(own, older) > 0);
            held.rollback();
        }
        assertThat(stack.awaitEnd(own).path("state").asString()).isEqualTo("succeeded");
        List<String> predictions = rows(PREDICTIONS);
        List<String> keys = rows(KEYS);
        List<JsonNode> pages = items();

        planAsBefore(UUID.fromString(own), older);
        JsonNode run = stack.awaitEnd(older.toString());

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress").path("remaining").asInt()).isZero();
        assertThat(stack.database("reader")
                .sql("SELECT DISTINCT run_id FROM reporting.toy_earlier_plan_predictions").query(UUID.class).list())
                .containsExactly(older);
        assertThat(rows(PREDICTIONS)).isNotEmpty().isEqualTo(predictions);
        assertThat(rows(KEYS)).hasSize(ToyRelease.STORES).isEqualTo(keys);
        assertThat(items()).hasSameSizeAs(pages);
        JsonNode next = stack.score(FAMILY, "{}");
        assertThat(next.path("state").asString()).as("%s", next).isEqualTo("succeeded");
        assertThat(rows(PREDICTIONS)).isEqualTo(predictions);
    }

    private int copyAssignments(String from, UUID to) {
        return scoring.sql("""
                INSERT INTO predictions.assignment (run_id, sequence, model_version_id, rung)
                SELECT :to, sequence, model_version_id, rung FROM predictions.assignment WHERE run_id = :from::uuid
                """).param("to", to).param("from", from).update();
    }

    /** What a build before narrow rows left of a run whose tasks nobody has taken yet. */
    private void planAsBefore(UUID own, UUID older) {
        Map<String, Object> runs = Map.of("own", own, "older", older, "table", table(older));
        scoring.sql("""
                CREATE TABLE predictions.%s AS SELECT 0::bigint AS row_id, p.* FROM reporting.toy_earlier_plan_predictions p WHERE false
                """.formatted(table(older))).update();
        scoring.sql("""
                ALTER TABLE predictions.%s ALTER row_id SET NOT NULL, DROP release, DROP run_id, DROP scored_at
                """.formatted(table(older))).update();
        scoring.sql("""
                INSERT INTO predictions.run (id, kind, family, family_version, parameters, allowed_failures,
                                             allowed_failure_share, submitted_by, expected, open_tasks, state)
                SELECT :older, kind, family, family_version, parameters, allowed_failures, allowed_failure_share,
                       submitted_by, expected, 1, 'running'
                FROM predictions.run WHERE id = :own
                """).params(runs).update();
        scoring.sql("""
                INSERT INTO predictions.scoring (run_id, family, release_id, release, snapshot_id, rows, cutoff, columns,
                                                 scored_at, table_name)
                SELECT :older, family, release_id, release, snapshot_id, rows, cutoff,
                       replace(columns::text, '"MODEL"', '"ANSWER"')::jsonb, now(), :table
                FROM predictions.scoring WHERE run_id = :own
                """).params(runs).update();
        scoring.sql("""
                INSERT INTO predictions.task (id, run_id, kind, from_sequence, to_sequence, rows, not_before)
                VALUES (gen_random_uuid(), :older, 'part', 0, :keys, 1, now())
                """).params(runs).param("keys", ToyRelease.STORES).update();
    }

    private static String table(UUID run) {
        return "p_" + run.toString().replace("-", "");
    }

    private List<String> rows(String sql) {
        return stack.database("reader").sql(sql).query((row, _) -> row.getString(1)).list();
    }

    private List<JsonNode> items() {
        return stack.get("/api/v1/families/%s/predictions?limit=1000".formatted(FAMILY)).path("items").valueStream()
                .toList();
    }
}
