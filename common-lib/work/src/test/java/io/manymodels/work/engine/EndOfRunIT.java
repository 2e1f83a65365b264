package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.Problem;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.StagePlan;
import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.TaskResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How runs end: cancelled in every phase, and by attempts that come too late. The effect of a run is a row in a table. */
class EndOfRunIT {

    private static final int PARTITIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        service = TestStack.start(TestService.class, "manymodels.work.concurrency=4");
        // Looked at when somebody asks, and not whenever autovacuum comes round.
        jdbc().sql("""
                CREATE TABLE IF NOT EXISTS training.effect (run uuid, step text, attempt int,
                                                            place bigint GENERATED ALWAYS AS IDENTITY)
                WITH (autovacuum_enabled = false)
                """).update();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void whoeverHearsOfTheEndOfARunFindsStatisticsOfWhatItWrote() throws Exception {
        jdbc().sql(
                "INSERT INTO training.effect SELECT gen_random_uuid(), 'before', n FROM generate_series(1, 20000) AS n")
                .update();

        assertThat(awaitEnd(submit(UUID.randomUUID()).id()).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(jdbc().sql("SELECT reltuples FROM pg_class WHERE oid = 'training.effect'::regclass")
                .query(Double.class).single()).isGreaterThanOrEqualTo(20_000);
        assertThat(jdbc().sql("SELECT attname FROM pg_stats WHERE schemaname = 'training' AND tablename = 'effect'")
                .query(String.class).list()).contains("run", "step", "attempt", "place");
        jdbc().sql("DELETE FROM training.effect WHERE step = 'before'").update();
    }

    @Test
    void whoeverHearsOfTheEndOfARunReadsNothingBesideTheIndexOfTags() throws Exception {
        jdbc().sql("CREATE TABLE IF NOT EXISTS training.tagged (tags jsonb) WITH (autovacuum_enabled = false)")
                .update();
        jdbc().sql("CREATE INDEX IF NOT EXISTS tagged_tags ON training.tagged USING gin (tags)").update();
        jdbc().sql("INSERT INTO training.tagged SELECT jsonb_build_object('n', n) FROM generate_series(1, 100) AS n")
                .update();

        assertThat(awaitEnd(submit(UUID.randomUUID()).id()).state()).isEqualTo(RunState.SUCCEEDED);

        assertThat(jdbc().sql("SELECT gin_clean_pending_list('training.tagged_tags')").query(Long.class).single())
                .as("pages that were not sorted in").isZero();
    }

    /** The last task of a run ends as its last transaction begins. */
    @Test
    void aRunHasEndedWhenAllIsWrittenThatItsEndWrites() {
        UUID id = UUID.randomUUID();
        submit(id, "slow-end");

        assertThat(awaitEnd(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(jdbc().sql("""
                SELECT extract(epoch FROM r.finished_at - t.finished_at)::float8
                FROM training.run r JOIN training.task t ON t.run_id = r.id AND t.kind = 'finish' WHERE r.id = ?
                """).param(id).query(Double.class).single()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void aRunThatIsCancelledWhileItFinishesPublishesNothing() throws Exception {
        UUID id = UUID.randomUUID();
        Gate finish = Gate.of(id, "finish");
        Run run = submit(id);
        finish.awaitFirst();

        service.getBean(Runs.class).cancel(run.id());
        finish.open();

        assertThat(awaitEnd(run.id()).state()).isEqualTo(RunState.CANCELLED);
        awaitNoOpenTasks(run.id());
        assertThat(effects(run.id())).doesNotContain("finish");
    }

    @Test
    void aRunThatIsCancelledWhileItIsPlannedLeavesNothing() throws Exception {
        UUID id = UUID.randomUUID();
        Gate plan = Gate.of(id, "plan");
        Run run = submit(id);
        plan.awaitFirst();

        service.getBean(Runs.class).cancel(run.id());
        plan.open();

        assertThat(awaitEnd(run.id()).state()).isEqualTo(RunState.CANCELLED);
        awaitNoOpenTasks(run.id());
        assertThat(effects(run.id())).containsOnly("sweep");
        assertThat(parts(run.id())).isZero();
    }

    @Test
    void everyPartitionOfACancelledRunHasAnOutcome() throws Exception {
        UUID id = UUID.randomUUID();
        Gate part = Gate.of(id, "part");
        Run run = submit(id);
        part.awaitFirst();

        service.getBean(Runs.class).cancel(run.id());
        part.open();

        Run ended = awaitEnd(run.id());
        assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
        assertThat(ended.progress().expected()).isEqualTo(PARTITIONS);
        assertThat(ended.progress().remaining()).isZero();
        assertThat(service.getBean(RunRepository.class).partitions(run.id(), null, -1, 100)).hasSize(PARTITIONS);
    }

    /** The first attempt finds its epoch passed: what it planned or ended is not written, whoever of the two comes first. */
    @ParameterizedTest
    @CsvSource({"plan, plan", "stage-plan, plan", "finish, finish"})
    void aSecondAttemptWhileTheFirstIsSlowIsTheOnlyOneThatWrites(String step, String kind) throws Exception {
        UUID id = UUID.randomUUID();
        Gate gate = Gate.of(id, step);
        Run run = submit(id);
        gate.awaitFirst();

        // What the lease watch does when the first worker gives no sign of life.
        assertThat(jdbc().sql("""
                UPDATE training.task SET state = 'pending', lease_until = NULL, enqueued_at = now() - interval '1 hour'
                WHERE run_id = ? AND kind = ? AND state = 'leased'
                """).params(run.id(), kind).update()).isEqualTo(1);
        gate.awaitSecond();
        gate.open();

        Run ended = awaitEnd(run.id());
        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.progress().expected()).isEqualTo(PARTITIONS);
        awaitNoOpenTasks(run.id());
        assertThat(jdbc().sql("SELECT attempt FROM training.effect WHERE run = ? AND step = ?").params(run.id(), step)
                .query(Integer.class).list()).containsExactly(2);
        assertThat(parts(run.id())).isEqualTo(PARTITIONS / 2 + 2);
    }

    @Test
    void aStageIsWorkedOnBetweenThePartitionsAndTheEnd() {
        UUID id = UUID.randomUUID();
        submit(id);

        Run ended = awaitEnd(id);

        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.progress()).isEqualTo(Progress.of(PARTITIONS, PARTITIONS, 0, 0, 0, 0));
        awaitNoOpenTasks(id);
        assertThat(effects(id)).containsSubsequence("part", "stage-plan", "finish", "sweep")
                .contains("unit-0", "unit-1", "unit-2", "unit-3");
    }

    @Test
    void aUnitOfAStageThatCannotBeDoneIsIsolatedAndGivenUp() {
        UUID id = UUID.randomUUID();
        submit(id, "bad-unit");

        assertThat(awaitEnd(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(effects(id)).contains("unit-0", "abandoned-1", "unit-2", "unit-3").doesNotContain("unit-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "part", "stage-plan", "stage", "finish"})
    void aRunThatIsCancelledInAnyPhaseIsAccountedForAndSwept(String phase) throws Exception {
        UUID id = UUID.randomUUID();
        Gate gate = Gate.of(id, phase);
        Run run = submit(id);
        gate.awaitFirst();

        service.getBean(Runs.class).cancel(run.id());
        gate.open();

        Run ended = awaitEnd(id);
        assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
        assertThat(ended.progress().expected()).isEqualTo(phase.equals("plan") ? 0 : PARTITIONS);
        assertThat(ended.progress().remaining()).isZero();
        assertThat(ended.result()).isNull();
        awaitNoOpenTasks(id);
        assertThat(effects(id)).doesNotContain("finish").containsOnlyOnce("sweep");
    }

    /**
     * Who ends a task holds it and wants the run; who cancels holds the run and would want tasks whose lease is over. Both
     * are made to wait for the run's row in either order, and then let go.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoCancelsAndWhoEndsATaskNeverWaitForEachOther(boolean cancelFirst) throws Exception {
        UUID id = UUID.randomUUID();
        Gate part = Gate.of(id, "part");
        Run run = submit(id);
        part.awaitSecond();
        CompletableFuture<Run> cancelled;
        try (Connection ofRun = connection(); Connection ofTasks = connection()) {
            execute(ofRun, "SELECT 1 FROM training.run WHERE id = '%s' FOR UPDATE".formatted(id));
            // Nobody renews a lease, nor takes one for lost, while it is being written.
            execute(ofTasks, """
                    UPDATE training.task SET lease_until = now() - interval '1 minute'
                    WHERE run_id = '%s' AND state = 'leased'
                    """.formatted(id));
            if (cancelFirst) {
                cancelled = CompletableFuture.supplyAsync(() -> service.getBean(Runs.class).cancel(run.id()));
                awaitWaiting("cancel_requested", 1);
                letTasksEnd(part, ofTasks);
            } else {
                letTasksEnd(part, ofTasks);
                cancelled = CompletableFuture.supplyAsync(() -> service.getBean(Runs.class).cancel(run.id()));
                awaitWaiting("cancel_requested", 1);
            }
            ofRun.rollback();
        }

        assertThat(cancelled.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).cancelRequested()).isTrue();
        assertThat(awaitEnd(id).state()).isEqualTo(RunState.CANCELLED);
        awaitNoOpenTasks(id);
        assertThat(jdbc().sql("SELECT last_error FROM training.task WHERE run_id = ? AND last_error IS NOT NULL")
                .param(id).query(String.class).list()).as("no task was the victim of a deadlock").isEmpty();
        assertThat(awaitEnd(id).progress().remaining()).isZero();
    }

    private static void letTasksEnd(Gate part, Connection ofTasks) throws SQLException {
        part.open();
        awaitWaiting("UPDATE task SET state", 2);
        ofTasks.commit();
        awaitWaiting("run", 2);
    }

    /** Waits until so many statements that name this wait for a lock. */
    private static void awaitWaiting(String statement, long count) {
        Awaitility.await(statement).atMost(PATIENCE).until(() -> jdbc().sql("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%' || ? || '%'
                """).param(statement).query(Long.class).single() >= count);
    }

    private static Connection connection() throws SQLException {
        Connection connection = service.getBean(DataSource.class).getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Run submit(UUID id) {
        return submit(id, "gated");
    }

    private static Run submit(UUID id, String family) {
        return service.getBean(Runs.class).submit(new NewRun(id, RunKind.TRAINING, family, 1, null,
                Map.of(), new ErrorBudget(10, true), "test"));
    }

    private static Run awaitEnd(UUID run) {
        return Awaitility.await().atMost(PATIENCE)
                .until(() -> service.getBean(Runs.class).get(run), found -> found.state().isFinal());
    }

    private static void awaitNoOpenTasks(UUID run) {
        Awaitility.await().atMost(PATIENCE).until(() -> jdbc()
                .sql("SELECT count(*) FROM training.task WHERE run_id = ? AND state IN ('pending', 'leased')")
                .param(run)
                .query(Long.class).single() == 0);
    }

    private static long parts(UUID run) {
        return jdbc().sql("SELECT count(*) FROM training.task WHERE run_id = ? AND kind = 'part'").param(run)
                .query(Long.class).single();
    }

    private static List<@Nullable String> effects(UUID run) {
        return jdbc().sql("SELECT step FROM training.effect WHERE run = ? ORDER BY place").param(run)
                .query(String.class).list();
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class TestService {

        @Bean
        RunProcess process(JdbcClient jdbc) {
            return new GatedProcess(jdbc);
        }
    }

    /** Where a step of a run waits until the test lets it go on; steps whose gate no test has asked for do not wait. */
    private static final class Gate {

        private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch second = new CountDownLatch(2);
        private final CountDownLatch opened = new CountDownLatch(1);

        static Gate of(UUID run, String step) {
            return GATES.computeIfAbsent(run + step, _ -> new Gate());
        }

        void awaitFirst() throws InterruptedException {
            assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        void awaitSecond() throws InterruptedException {
            assertThat(second.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        void open() {
            opened.countDown();
        }

        void pass() throws InterruptedException {
            first.countDown();
            second.countDown();
            assertThat(opened.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static final class GatedProcess implements RunProcess {

        private final JdbcClient jdbc;

        GatedProcess(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public RunKind kind() {
            return RunKind.TRAINING;
        }

        @Override
        public Plan plan(Run run, LeasedTask task) throws Exception {
            pass(run, "plan");
            List<TaskRange> ranges = new ArrayList<>();
            for (int from = 0; from < PARTITIONS; from += 2) {
                ranges.add(new TaskRange(from, from + 2, 2));
            }
            return new Plan(PARTITIONS, ranges, () -> effect(run, "plan", task.attempt()));
        }

        @Override
        public TaskResult execute(Run run, LeasedTask task) throws Exception {
            pass(run, "part");
            List<PartitionOutcome> outcomes = new ArrayList<>();
            for (int i = task.from(); i < task.to(); i++) {
                outcomes.add(new PartitionOutcome(i, key(i), Outcome.SUCCEEDED, null, task.attempt(), 0));
            }
            return new TaskResult(outcomes, () -> effect(run, "part", task.attempt()));
        }

        @Override
        public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
            throw new IllegalStateException(reason.message());
        }

        @Override
        public List<Stage> stages() {
            return List.of(new GatedStage());
        }

        @Override
        public Completion finish(Run run, LeasedTask task) throws Exception {
            pass(run, "finish");
            return new Completion.Success(List.of(), () -> {
                effect(run, "finish", task.attempt());
                if (run.family().equals("slow-end")) {
                    jdbc.sql("SELECT pg_sleep(0.5)").query(row -> {});
                }
            }, Map.of("done", true));
        }

        @Override
        public void cancelRest(Run run) {
            jdbc.sql("""
                    INSERT INTO training.run_partition (run_id, sequence, key, outcome, attempts, seconds)
                    SELECT :run, s, '{"k":' || s || '}', 'cancelled', 0, 0 FROM generate_series(0, :last) s
                    WHERE NOT EXISTS (SELECT FROM training.run_partition p WHERE p.run_id = :run AND p.sequence = s)
                    """).param("run", run.id()).param("last", PARTITIONS - 1).update();
        }

        @Override
        public void sweep(Run run) {
            effect(run, "sweep", 0);
        }

        /** Four units, of which each task takes two. */
        private final class GatedStage implements Stage {

            @Override
            public String name() {
                return "gated";
            }

            @Override
            public StagePlan plan(Run run, LeasedTask task) throws Exception {
                pass(run, "stage-plan");
                return new StagePlan(List.of(new TaskRange(0, 2, 2), new TaskRange(2, 4, 2)),
                        () -> effect(run, "stage-plan", task.attempt()));
            }

            @Override
            public Runnable execute(Run run, LeasedTask task) throws Exception {
                pass(run, "stage");
                if (run.family().equals("bad-unit") && task.from() <= 1 && 1 < task.to()) {
                    throw new IllegalStateException("unit 1 cannot be done");
                }
                return () -> {
                    for (int unit = task.from(); unit < task.to(); unit++) {
                        effect(run, "unit-" + unit, task.attempt());
                    }
                };
            }

            @Override
            public Runnable abandon(Run run, LeasedTask task, Problem reason) {
                return () -> effect(run, "abandoned-" + task.from(), task.attempt());
            }
        }

        private static void pass(Run run, String step) throws InterruptedException {
            Gate gate = Gate.GATES.get(run.id() + step);
            if (gate != null) {
                gate.pass();
            }
        }

        private static String key(int sequence) {
            return "{\"k\":%d}".formatted(sequence);
        }

        private void effect(Run run, String step, int attempt) {
            jdbc.sql("INSERT INTO training.effect VALUES (?, ?, ?)").params(run.id(), step, attempt).update();
        }
    }
}
