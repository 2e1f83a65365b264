package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionRule;
import io.manymodels.work.retention.RunReferences;
import io.minio.ListObjectsArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        apply("verdicts");

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
    void aReleaseThatIsNotKeptLosesItsEntriesItsModelsAndTheirBytes() throws Exception {
        TestFamily family = new TestFamily("aged", "automatic", "1%");
        String snapshot = family.snapshot("a", 3);
        UUID first = promoted(family, snapshot);
        UUID second = promoted(family, snapshot);
        for (int number = 3; number < 23; number++) {
            release("aged", number, UUID.randomUUID(), 1);
        }
        assertThat(packs(first)).hasSize(2);
        apply("entries");
        assertThat(entries("aged", 1)).as("young").isEqualTo(3);
        age("aged", 1);

        apply("entries");
        apply("objects");

        assertThat(entries("aged", 1)).isZero();
        assertThat(entries("aged", 2)).isEqualTo(3);
        assertThat(production.sql("SELECT scope, version FROM production.model_version WHERE family = 'aged'")
                .query((row, _) -> row.getString(1) + " " + row.getInt(2)).set())
                .containsExactlyInAnyOrder("own 2", "group 2", "family 2", "baseline 2");
        assertThat(packs(first)).isEmpty();
        assertThat(packs(second)).hasSize(2);
        Stack.Answer back = Stack.INSTANCE.post(Role.APPROVER, "/families/aged/rollbacks", "{\"to\": 1}");
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.body().path("code").asString()).isEqualTo("release-forgotten");
    }

    @Test
    void ofAFamilyThatWasDeletedNothingIsLeftWhenItsTimeIsOver() throws Exception {
        TestFamily family = new TestFamily("gone", "automatic", "1%");
        UUID first = promoted(family, family.snapshot("a", 3));
        deleted("gone", 29);

        List.of("families", "entries", "objects").forEach(RetentionIT::apply);

        assertThat(entries("gone", 1)).as("it can still be brought back").isEqualTo(3);
        assertThat(pointers("gone")).isOne();
        assertThat(packs("gone", first)).hasSize(2);
        deleted("gone", 31);

        List.of("families", "entries", "objects").forEach(RetentionIT::apply);

        assertThat(entries("gone", 1)).isZero();
        assertThat(pointers("gone")).isZero();
        assertThat(packs("gone", first)).isEmpty();
        assertThat(production.sql("SELECT count(*) FROM production.model_version WHERE family = 'gone'")
                .query(Long.class).single()).isZero();
    }

    @Test
    void aFamilyThatComesBackAfterItsTimeBeginsAnew() {
        TestFamily family = new TestFamily("returned", "automatic", "1%");
        promoted(family, family.snapshot("a", 3));
        deleted("returned", 31);
        List.of("families", "entries").forEach(RetentionIT::apply);
        Stack.INSTANCE.database("ingestion").sql("UPDATE catalog.family SET deleted_at = NULL WHERE name = 'returned'")
                .update();

        promoted(family, family.snapshot("b", 3));

        assertThat(entries("returned", 2)).isEqualTo(3);
        assertThat(pointers("returned")).isOne();
    }

    private static void deleted(String family, int daysAgo) {
        Stack.INSTANCE.database("ingestion")
                .sql("UPDATE catalog.family SET deleted_at = now() - make_interval(days => ?) WHERE name = ?")
                .param(daysAgo).param(family).update();
    }

    private long pointers(String family) {
        return production.sql("SELECT count(*) FROM production.current_release WHERE family = ?").param(family)
                .query(Long.class).single();
    }

    /** A training whose candidates are all new and all promoted. */
    private static UUID promoted(TestFamily family, String snapshot) {
        family.train(snapshot, Map.of(0, 40d, 1, 40d), Map.of());
        return UUID.fromString(family.promote("{}").path("id").asString());
    }

    /** Whoever may disable triggers may change what is immutable, and makes a release look old. */
    private static void age(String family, int number) {
        JdbcClient owner = Stack.INSTANCE.database("postgres");
        owner.sql("ALTER TABLE production.release DISABLE TRIGGER immutable").update();
        owner.sql(
                "UPDATE production.release SET created_at = now() - interval '61 days' WHERE family = ? AND number = ?")
                .param(family).param(number).update();
        owner.sql("ALTER TABLE production.release ENABLE TRIGGER immutable").update();
    }

    private long entries(String family, int number) {
        return production.sql("""
                SELECT count(*) FROM production.release_entry e JOIN production.release r ON r.id = e.release_id
                WHERE r.family = ? AND r.number = ?
                """).param(family).param(number).query(Long.class).single();
    }

    private static List<String> packs(UUID promotion) throws Exception {
        return packs("aged", promotion);
    }

    private static List<String> packs(String family, UUID promotion) throws Exception {
        List<String> found = new ArrayList<>();
        for (var object : Stack.INSTANCE.storage("promotion").listObjects(ListObjectsArgs.builder().bucket("production")
                .prefix(family + "/run=" + promotion + "/").recursive(true).build())) {
            found.add(object.get().objectName());
        }
        return found;
    }

    @Test
    void candidatesThatAreNoLongerKeptCannotBePromoted() {
        TestFamily family = new TestFamily("candidates-gone", "automatic", "1%");
        UUID training = family.train(family.snapshot("a", 3), Map.of(0, 40d), Map.of());
        Stack.INSTANCE.database("training").sql("DELETE FROM training.run_model WHERE run_id = ?").param(training)
                .update();

        Stack.Answer answer = Stack.INSTANCE.post(Role.APPROVER, "/families/candidates-gone/promotions",
                "{\"training\": \"%s\"}".formatted(training));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("code").asString()).isEqualTo("candidates-missing");
    }

    private static void apply(String name) {
        RetentionRule rule = Stack.INSTANCE.beans(RetentionRule.class).stream()
                .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        while (rule.removeSome() > 0) {
        }
    }

    @Test
    void servicesThatKeepWhatReleasesReferToMayRead() {
        for (String service : List.of("ingestion", "training", "promotion")) {
            assertThat(Stack.INSTANCE.database(service).sql("SELECT kept.run_id " + KeptReleases.from())
                    .param("releases", Duration.ofDays(60).toSeconds()).param("releasesKept", 20)
                    .param("families", Duration.ofDays(30).toSeconds()).query(UUID.class)
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
