package io.manymodels.work.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.run.RunKind;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import io.manymodels.storage.StoredObject;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the engine forgets, and what it keeps however old it is. */
class RetentionIT {

    private static final UUID REFERRED_TO = UUID.randomUUID();
    private static final Set<UUID> IN_USE = ConcurrentHashMap.newKeySet();

    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        service = TestStack.start(TestService.class);
        // No rule runs but where the tests say so.
        job().stop();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void empty() {
        jdbc().sql("DELETE FROM training.run").update();
        jdbc().sql("DELETE FROM training.retention").update();
        jdbc().sql("DELETE FROM training.discarded").update();
    }

    @Test
    void runsAreForgottenButTheLastOfAFamilyAndThoseReferredTo() {
        UUID old = run("sales", "succeeded", 400);
        UUID cancelled = run("sales", "cancelled", 300);
        UUID last = run("sales", "succeeded", 250);
        UUID failedSince = run("sales", "failed", 200);
        UUID onlyOne = run("wells", "succeeded", 400);
        run("sales", REFERRED_TO, "succeeded", 500);

        job().runDue();

        assertThat(runs()).containsExactlyInAnyOrder(last, failedSince, onlyOne, REFERRED_TO).doesNotContain(old,
                cancelled);
        assertThat(outcomes(last)).isEqualTo(2);
        assertThat(outcomes(REFERRED_TO)).isEqualTo(2);
        assertThat(jdbc().sql("SELECT removed FROM training.retention WHERE rule = 'runs'").query(Long.class).single())
                .isEqualTo(2);
    }

    @Test
    void manyRunsThatStayHoldUpNoYoungerOnes() {
        for (int kept = 0; kept < 250; kept++) {
            UUID id = UUID.randomUUID();
            IN_USE.add(id);
            run("sales", id, "succeeded", 1000 - kept);
        }
        UUID unused = run("sales", "succeeded", 300);
        UUID last = run("sales", "succeeded", 1);

        job().runDue();

        assertThat(runs()).hasSize(251).contains(last).doesNotContain(unused);
    }

    @Test
    void outcomesGoBeforeTheirRunDoes() {
        UUID old = run("sales", "succeeded", 100);
        UUID last = run("sales", "succeeded", 90);

        job().runDue();

        assertThat(runs()).contains(old);
        assertThat(outcomes(old)).isZero();
        assertThat(outcomes(last)).isEqualTo(2);
    }

    @Test
    void tasksOfEndedRunsGoAfterAWeek() {
        UUID old = run("sales", "succeeded", 8);
        UUID recent = run("sales", "succeeded", 6);

        job().runDue();

        assertThat(jdbc().sql("SELECT run_id FROM training.task").query(UUID.class).list()).containsExactly(recent)
                .doesNotContain(old);
    }

    @Test
    void aRunIsSweptOnceMoreWhenNoAttemptCanBeAtWorkAnyMore() {
        UUID yesterday = run("sales", "succeeded", 2);
        UUID now = run("sales", "cancelled", 0);

        job().runDue();

        Set<UUID> swept = service.getBean(NoProcess.class).swept();
        assertThat(swept).contains(yesterday).doesNotContain(now);
        assertThat(jdbc().sql("SELECT swept_at IS NOT NULL FROM training.run WHERE id = ?").param(yesterday)
                .query(Boolean.class).single()).isTrue();
    }

    @Test
    void aRuleRunsInOneProcessAtATime() {
        RetentionRepository repository = service.getBean(RetentionRepository.class);

        assertThat(repository.claim("rule", Duration.ofHours(1))).isTrue();
        assertThat(repository.claim("rule", Duration.ofHours(1))).isFalse();
        assertThat(repository.claim("rule", Duration.ZERO)).isTrue();
    }

    @Test
    void aRuleThatRanIsNotDueAgainAtOnce() {
        job().runDue();
        UUID old = run("sales", "succeeded", 8);

        job().runDue();

        assertThat(jdbc().sql("SELECT run_id FROM training.task").query(UUID.class).list()).containsExactly(old);
    }

    @Test
    void discardedObjectsLeaveTheStorageAndThenTheTable() {
        stored("gone-1");
        stored("gone-2");
        stored("stays");
        discarded("candidates", "gone-1");
        discarded("candidates", "gone-2");
        discarded("candidates", "gone-before");

        job().runDue();

        assertThat(objects()).contains("retention/stays").doesNotContain("retention/gone-1", "retention/gone-2");
        assertThat(waiting()).isEmpty();
        assertThat(removed("objects")).isEqualTo(3);
    }

    @Test
    void moreObjectsThanABatchHoldsGoToo() {
        for (int object = 0; object < 250; object++) {
            discarded("candidates", "never-there-" + object);
        }

        job().runDue();

        assertThat(waiting()).isEmpty();
        assertThat(removed("objects")).isEqualTo(250);
    }

    @Test
    void whatTheStorageDoesNotDeleteIsNotForgottenAndHoldsUpNoOtherRule() {
        UUID old = run("sales", "succeeded", 8);
        stored("mine");
        discarded("candidates", "mine");
        discarded("production", "of-another-service");

        job().runDue();

        assertThat(waiting()).containsExactlyInAnyOrder("candidates/retention/mine",
                "production/retention/of-another-service");
        assertThat(jdbc().sql("SELECT count(*) FROM training.task WHERE run_id = ?").param(old).query(Long.class)
                .single()).isZero();
    }

    @Test
    void whatAnotherProcessTakesIsLeftToIt() {
        discarded("candidates", "theirs");
        discarded("candidates", "ours");
        TransactionTemplate another = new TransactionTemplate(service.getBean(PlatformTransactionManager.class));

        another.executeWithoutResult(status -> {
            jdbc().sql("SELECT 1 FROM training.discarded WHERE object = 'retention/theirs' FOR UPDATE")
                    .query(Long.class)
                    .single();
            int removed = CompletableFuture.supplyAsync(objectRule()::removeSome).orTimeout(1, TimeUnit.MINUTES)
                    .join();
            assertThat(removed).isEqualTo(1);
            status.setRollbackOnly();
        });

        assertThat(waiting()).containsExactly("candidates/retention/theirs");
    }

    private static void stored(String object) {
        service.getBean(ObjectStore.class).put("candidates", "retention/" + object, new byte[] {1});
    }

    private static List<String> objects() {
        return service.getBean(ObjectStore.class).list("candidates", "retention/").stream().map(StoredObject::key)
                .toList();
    }

    private static void discarded(String bucket, String object) {
        jdbc().sql("INSERT INTO training.discarded (bucket, object) VALUES (?, ?)")
                .params(bucket, "retention/" + object).update();
    }

    /** What the table of discarded objects names. */
    private static List<String> waiting() {
        return jdbc().sql("SELECT bucket || '/' || object FROM training.discarded")
                .query((row, _) -> row.getString(1)).list();
    }

    private static long removed(String rule) {
        return jdbc().sql("SELECT removed FROM training.retention WHERE rule = ?").param(rule).query(Long.class)
                .single();
    }

    private static RetentionRule objectRule() {
        return service.getBeanProvider(RetentionRule.class).stream().filter(rule -> rule.name().equals("objects"))
                .findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"every, 0s", "leftovers, 59m", "tasks, 59m", "outcomes, 6d", "runs, 59d", "candidates, 23h",
            "predictions, 59m", "snapshots, 23h", "messages, 59m", "releases, 59m", "releases-kept, 0"})
    void aSettingThatForgetsTooSoonIsRefusedByItsName(String setting, String value) {
        Binder binder = new Binder(new MapConfigurationPropertySource(
                Map.of("manymodels.retention." + setting, value)));

        assertThatThrownBy(() -> binder.bindOrCreate("manymodels.retention", RetentionProperties.class))
                .rootCause().hasMessageContaining("manymodels.retention." + setting + " [")
                .hasMessageContaining("Maybe");
    }

    @Test
    void theDefaultsAreAllowed() {
        RetentionProperties defaults = new Binder().bindOrCreate("manymodels.retention", RetentionProperties.class);

        assertThat(defaults.releasesKept()).isEqualTo(20);
        assertThat(List.of(defaults.candidates(), defaults.snapshots(), defaults.predictions()))
                .containsExactly(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(60));
    }

    @Test
    void settingsThatWouldForgetTooMuchAreRefused() {
        Duration day = Duration.ofDays(1);

        assertThatThrownBy(() -> new RetentionProperties(day, day, day, day, Duration.ofHours(5), day, day,
                day, day, day, 1, day, day))
                .hasMessageContaining("manymodels.retention.runs [PT5H] is out of range");
        assertThatThrownBy(() -> new RetentionProperties(day, day, day, day, day, day, day, day, day, day, 0, day,
                day))
                .hasMessageContaining("manymodels.retention.releases-kept [0]");
        assertThatThrownBy(
                () -> new RetentionProperties(day, day, day, day, day, day, day, day, day, day, 1, day,
                        Duration.ZERO))
                .hasMessageContaining("manymodels.retention.families [PT0S]");
    }

    private static UUID run(String family, String state, int daysAgo) {
        UUID id = UUID.randomUUID();
        run(family, id, state, daysAgo);
        return id;
    }

    private static void run(String family, UUID id, String state, int daysAgo) {
        jdbc().sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by, finished_at)
                VALUES (:id, 'training', :family, 1, :state, '{}', 'test', now() - make_interval(days => :days))
                """).param("id", id).param("family", family).param("state", state).param("days", daysAgo).update();
        jdbc().sql("""
                INSERT INTO training.run_partition (run_id, sequence, key, outcome, attempts, seconds)
                SELECT :id, s, '{}', 'succeeded', 1, 0 FROM generate_series(0, 1) s
                """).param("id", id).update();
        jdbc().sql("""
                INSERT INTO training.task (id, run_id, kind, from_sequence, to_sequence, rows, state)
                VALUES (gen_random_uuid(), :id, 'part', 0, 2, 1, 'done')
                """).param("id", id).update();
    }

    private static List<UUID> runs() {
        return jdbc().sql("SELECT id FROM training.run").query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    private static long outcomes(UUID run) {
        return jdbc().sql("SELECT count(*) FROM training.run_partition WHERE run_id = ?").param(run).query(Long.class)
                .single();
    }

    private static RetentionJob job() {
        return service.getBean(RetentionJob.class);
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({WorkConfiguration.class, StorageConfiguration.class})
    static class TestService {

        @Bean
        NoProcess process() {
            return new NoProcess(RunKind.TRAINING);
        }

        @Bean
        RunReferences references() {
            return runs -> runs.stream().filter(run -> run.equals(REFERRED_TO) || IN_USE.contains(run))
                    .collect(Collectors.toSet());
        }
    }
}
