package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionRule;
import io.manymodels.work.retention.RunReferences;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What promotion forgets of a release, and what of those that are kept it never does. */
class RetentionIT {

    private static final int YEAR = 400;

    private final JdbcClient production = Stack.INSTANCE.database("promotion");
    private final UUID forgotten = UUID.randomUUID();
    private final UUID kept = UUID.randomUUID();
    private final UUID current = UUID.randomUUID();
    private final UUID awaiting = UUID.randomUUID();
    private final UUID dryRun = UUID.randomUUID();

    /** A current release that is the oldest, one that 20 followed, the latest of those, and two that never became any. */
    @BeforeEach
    void releases() {
        String family = "kept-" + UUID.randomUUID();
        release(family, 1, current, YEAR);
        production.sql(
                "INSERT INTO production.current_release SELECT family, id, number FROM production.release WHERE run_id = ?")
                .param(current).update();
        release(family, 2, forgotten, YEAR);
        for (int number = 3; number < 22; number++) {
            release(family, number, UUID.randomUUID(), YEAR);
        }
        release(family, 22, kept, YEAR);
        promotion(family, awaiting, "awaiting-approval", YEAR);
        promotion(family, dryRun, "dry-run", YEAR);
    }

    @Test
    void verdictsGoButThoseOfKeptReleasesAndOfPromotionsNotDecidedYet() {
        RetentionRule rule = Stack.INSTANCE.beans(RetentionRule.class).stream()
                .filter(each -> each.name().equals("verdicts")).findFirst().orElseThrow();

        while (rule.removeSome() > 0) {
        }

        assertThat(production.sql("SELECT run_id FROM production.verdict WHERE run_id IN (:runs)")
                .param("runs", List.of(current, forgotten, kept, awaiting, dryRun)).query(UUID.class).list())
                .containsExactlyInAnyOrder(current, kept, awaiting);
    }

    @Test
    void runsOfKeptReleasesAndOfPromotionsNotDecidedYetAreInUse() {
        RunReferences references = Stack.INSTANCE.bean(RunReferences.class);

        assertThat(references.inUse(Set.of(current, forgotten, kept, awaiting, dryRun)))
                .containsExactlyInAnyOrder(current, kept, awaiting);
    }

    @Test
    void servicesThatKeepWhatReleasesReferToMayRead() {
        for (String service : List.of("ingestion", "training", "promotion")) {
            assertThat(Stack.INSTANCE.database(service).sql("SELECT kept.run_id " + KeptReleases.from())
                    .param("releases", Duration.ofDays(60).toSeconds()).param("releasesKept", 20).query(UUID.class)
                    .list()).as(service).contains(current, kept).doesNotContain(forgotten);
        }
    }

    private void release(String family, int number, UUID run, int daysAgo) {
        promotion(family, run, "published", daysAgo);
        production.sql("""
                INSERT INTO production.release (id, family, number, run_id, training_run, snapshot_id, family_version,
                                                created_by, created_at)
                SELECT release_id, family, :number, run_id, training_run, snapshot_id, 1, 'test', created_at
                FROM production.promotion WHERE run_id = :run
                """).param("number", number).param("run", run).update();
    }

    private void promotion(String family, UUID run, String state, int daysAgo) {
        production.sql("""
                INSERT INTO production.promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual,
                                                  submitted_by, state, created_at)
                VALUES (:run, :family, 1, gen_random_uuid(), 's', false, false, 'test', :state,
                        now() - make_interval(days => :days))
                """).param("run", run).param("family", family).param("state", state).param("days", daysAgo).update();
        production.sql(
                "INSERT INTO production.verdict (run_id, key, decision, reasons, metrics) VALUES (?, '{}', 'promote', '[]', '{}')")
                .param(run).update();
    }
}
