package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.access.Role;
import io.manymodels.event.RunFinished;
import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.TestInfrastructure;
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
import io.manymodels.work.api.TaskKind;
import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.TaskResult;
import io.manymodels.work.api.Workforce;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.messaging.Message;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs and tasks over the real broker and database, with a process that does as the test says. */
class WorkIT {

    /** What a slow process waits for. */
    private static final CountDownLatch CANCELLED = new CountDownLatch(1);

    private static TestInfrastructure infrastructure;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        infrastructure = TestStack.infrastructure();
        service = process(2);
    }

    private static ConfigurableApplicationContext process(int concurrency) {
        return TestStack.start(TestService.class, "spring.cloud.function.definition=onRunFinished",
                "spring.cloud.stream.bindings.onRunFinished-in-0.destination=run-finished",
                "spring.cloud.stream.bindings.onRunFinished-in-0.group=test", "manymodels.cost.currency=CHF",
                "manymodels.cost.cpu-hour=0.5", "manymodels.work.concurrency=" + concurrency);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aRunAccountsForEveryPartitionAndSaysThatItFinished() throws Exception {
        Run run = submit("plain", 50);

        Run ended = awaitEnd(run.id());

        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.progress()).isEqualTo(Progress.of(50, 50, 0, 0, 0, 0));
        Message<RunFinished> fact = TestService.FINISHED.poll(1, TimeUnit.MINUTES);
        assertThat(fact).isNotNull();
        assertThat(fact.getPayload().state()).isEqualTo("succeeded");
        assertThat(fact.getHeaders()).containsEntry("ce-type", "io.manymodels.run-finished.v1")
                .containsEntry("ce-subject", "plain");
    }

    @Test
    void whatARunUsedIsTakenDownByStepAndShownWithTheRun() {
        Run ended = awaitEnd(submit("plain", 5).id());

        Awaitility.await("the end is counted").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            JsonNode usage = usage(ended.id());
            assertThat(usage.path("steps").valueStream().map(step -> step.path("step").asString()))
                    .contains("plan", "part", "finish");
            JsonNode total = usage.path("total");
            assertThat(total.path("tasks").asLong()).isGreaterThanOrEqualTo(3);
            assertThat(total.path("cpuSeconds").asDouble()).isNotNegative().isLessThan(60);
            assertThat(total.path("cost").asDouble())
                    .isCloseTo(total.path("cpuSeconds").asDouble() / 3600 * 0.5, within(1e-12));
            assertThat(usage.path("currency").asString()).isEqualTo("CHF");
        });
        // Processor time is told in hundredths of a second, which a small run need not take.
        Awaitility.await("some run's processor time").atMost(Duration.ofSeconds(60)).untilAsserted(
                () -> assertThat(usage(awaitEnd(submit("plain", 200).id()).id()).path("total").path("cpuSeconds")
                        .asDouble()).isPositive());
        assertThat(service.getBean(MeterRegistry.class).get("manymodels.task.cpu").tag("kind", "training").counter()
                .count()).isPositive();
    }

    @Test
    void theWorkforceIsThatOfAllProcesses() {
        Workforce workforce = service.getBean(Workforce.class);

        Awaitility.await("alone").atMost(Duration.ofMinutes(1)).until(workforce::seats, seats -> seats == 2);
        try (var _ = process(3)) {
            Awaitility.await("with another").atMost(Duration.ofMinutes(1)).until(workforce::seats, seats -> seats == 5);
        }
        Awaitility.await("alone again").atMost(Duration.ofMinutes(1)).until(workforce::seats, seats -> seats == 2);
    }

    @Test
    void theLastSuccessIsWhatTheTableSays() {
        Run ended = awaitEnd(submit("plain", 1).id());

        long finished = Objects.requireNonNull(ended.finishedAt()).getEpochSecond();
        Gauge gauge = service.getBean(MeterRegistry.class).get("manymodels.run.last.success.timestamp")
                .tag("kind", "training").gauge();
        Awaitility.await("the gauge").atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(gauge.value()).isGreaterThanOrEqualTo((double) finished));
    }

    @Test
    void factsAreCloudEventsInBinaryModeOnTheWire() {
        UUID run = submit("wire", 1).id();
        awaitEnd(run);

        Map<String, Object> client = infrastructure.kafkaClient("broker");
        client.put("group.id", "wire");
        client.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("run-finished"));
            ConsumerRecord<String, String> fact = null;
            for (int poll = 0; poll < 120 && fact == null; poll++) {
                for (var each : consumer.poll(Duration.ofMillis(500))) {
                    fact = each.key().equals("wire") ? each : fact;
                }
            }
            Objects.requireNonNull(fact, "run-finished of the run");
            assertThat(header(fact, "ce_type")).isEqualTo("io.manymodels.run-finished.v1");
            assertThat(header(fact, "ce_source")).isEqualTo("/many-models/training");
            assertThat(header(fact, "content-type")).isEqualTo("application/json");
            assertThat(fact.value()).contains(run.toString()).startsWith("{");
        }
    }

    private static String header(ConsumerRecord<String, String> fact, String name) {
        return new String(fact.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void aPartitionThatBreaksItsTaskEveryTimeIsIsolated() {
        Run run = submit("poison", 20);

        Run ended = awaitEnd(run.id());

        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.progress()).isEqualTo(Progress.of(20, 19, 0, 0, 1, 0));
        assertThat(service.getBean(RunRepository.class).partitions(run.id(), "failed", -1, 10)).singleElement()
                .satisfies(partition -> {
                    assertThat(partition.sequence()).isEqualTo(7);
                    assertThat(Objects.requireNonNull(partition.reason()).message()).contains("poisoned");
                });
    }

    @Test
    void moreFailuresThanAllowedFailTheRun() {
        Run run = service.getBean(Runs.class).submit(new NewRun(UUID.randomUUID(), RunKind.TRAINING, "poison", 1, null,
                Map.of("partitions", 20), new ErrorBudget(0, false), "test"));

        Run ended = awaitEnd(run.id());

        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        assertThat(Objects.requireNonNull(ended.problem()).code()).isEqualTo("error-budget-exceeded");
    }

    @Test
    void aMistakeInTheRequestIsNotRetried() {
        Run ended = awaitEnd(submit("mistake", 1).id());

        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        assertThat(Objects.requireNonNull(ended.problem()).code()).isEqualTo("snapshot-not-found");
    }

    @Test
    void theSameIdAgainIsTheSameRun() {
        Run first = submit("plain", 3);

        Run second = service.getBean(Runs.class).submit(new NewRun(first.id(), RunKind.TRAINING, "other", 9, null,
                Map.of(), new ErrorBudget(0, false), "test"));

        assertThat(second.family()).isEqualTo("plain");
    }

    @Test
    void aWorkerWhoseLeaseWentElsewhereCannotCommit() throws Exception {
        TaskRepository tasks = service.getBean(TaskRepository.class);
        TransactionTemplate transaction = new TransactionTemplate(service.getBean(PlatformTransactionManager.class));
        UUID id = UUID.randomUUID();
        Run run = awaitEnd(submit("plain", 1).id());
        transaction.executeWithoutResult(
                _ -> tasks.insert(run.id(), TaskKind.PART, 0, List.of(new TaskRange(0, 1, 1)), List.of(id), false));
        LeasedTask slow = tasks.claim(id, "slow", Duration.ofMinutes(10), false).orElseThrow();

        // The service's own watch passes over a task that is being written.
        LeasedTask fast = Objects.requireNonNull(transaction.execute(_ -> {
            service.getBean(JdbcClient.class)
                    .sql("UPDATE training.task SET lease_until = now() - interval '1 second' WHERE id = ?").param(id)
                    .update();
            assertThat(tasks.takeStranded(Duration.ofHours(1), 100)).contains(id);
            return tasks.claim(id, "fast", Duration.ofMinutes(10), true).orElseThrow();
        }));

        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> tasks.end(slow, TaskEnd.DONE)))
                .isInstanceOf(Fenced.class);
        assertThat(tasks.claim(id, "third", Duration.ofSeconds(1), true)).isEmpty();
        transaction.executeWithoutResult(_ -> tasks.end(fast, TaskEnd.DONE));
    }

    @Test
    void noSpanIsRecordedUnlessSomebodyAsksForTraces() {
        assertThat(service.getBean(Tracer.class).nextSpan().start().isNoop()).isTrue();
        assertThat(service.containsBean("otlpHttpSpanExporter")).isFalse();
    }

    @Test
    void aMessageThatCannotBeReadBlocksNobody() {
        var _ = service.getBean("taskKafkaTemplate", KafkaTemplate.class).send("training-tasks", "x", "{not json");

        assertThat(awaitEnd(submit("plain", 5).id()).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aCancelledRunStops() {
        Run run = submit("slow", 40);

        service.getBean(Runs.class).cancel(run.id());
        CANCELLED.countDown();

        assertThat(awaitEnd(run.id()).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void httpRefusesStrangersAndTheWrongRoleWithProblems() {
        assertThat(status("/api/v1/runs", null)).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(status("/api/v1/runs", infrastructure.apiKey(Role.PREDICTOR))).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(status("/api/v1/runs", infrastructure.apiKey(Role.VIEWER))).isEqualTo(HttpStatus.OK);
        assertThat(status("/api/v1/runs/" + UUID.randomUUID(), infrastructure.apiKey(Role.VIEWER)))
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(status("/api/v1/runs/nonsense", infrastructure.apiKey(Role.VIEWER)))
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(status("/actuator/env", infrastructure.apiKey(Role.OPERATOR))).isIn(HttpStatus.NOT_FOUND,
                HttpStatus.FORBIDDEN);
        assertThat(status("/actuator/health/readiness", null)).isEqualTo(HttpStatus.OK);
        assertThat(status("/actuator/prometheus", null)).isEqualTo(HttpStatus.OK);
    }

    private static JsonNode usage(UUID run) {
        int port = Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer()).getPort();
        return JsonMapper.shared().readTree(Objects.requireNonNull(
                RestClient.create("http://127.0.0.1:" + port).get().uri("/api/v1/runs/" + run + "/usage")
                        .headers(headers -> headers.setBearerAuth(infrastructure.apiKey(Role.VIEWER))).retrieve()
                        .body(String.class)));
    }

    private static HttpStatus status(String path, @Nullable String key) {
        int port = Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer()).getPort();
        return (HttpStatus) RestClient.create("http://127.0.0.1:" + port).get().uri(path)
                .headers(headers -> {
                    if (key != null) {
                        headers.setBearerAuth(key);
                    }
                }).exchange((_, response) -> HttpStatus.valueOf(response.getStatusCode().value()));
    }

    private static Run submit(String family, int partitions) {
        return service.getBean(Runs.class).submit(new NewRun(UUID.randomUUID(), RunKind.TRAINING, family, 1, null,
                Map.of("partitions", partitions), new ErrorBudget(10, true), "test"));
    }

    private static Run awaitEnd(UUID id) {
        return Awaitility.await("the end of run " + id).atMost(Duration.ofSeconds(90))
                .until(() -> service.getBean(Runs.class).get(id), run -> run.state().isFinal());
    }

    /** A service whose only process obeys the family's name. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class TestService {

        static final BlockingQueue<Message<RunFinished>> FINISHED = new LinkedBlockingQueue<>();

        @Bean
        Consumer<Message<RunFinished>> onRunFinished() {
            return fact -> {
                if (fact.getPayload().family().equals("plain")) {
                    FINISHED.add(fact);
                }
            };
        }

        @Bean
        RunProcess process(JdbcClient jdbc) {
            return new ObedientProcess(jdbc);
        }
    }

    static final class ObedientProcess implements RunProcess {

        private final Map<UUID, Integer> calls = new ConcurrentHashMap<>();
        private final JdbcClient jdbc;

        ObedientProcess(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public RunKind kind() {
            return RunKind.TRAINING;
        }

        @Override
        public Plan plan(Run run, LeasedTask task) {
            if (run.family().equals("mistake")) {
                throw ManyModelsException.notFound("snapshot-not-found", "There is no snapshot");
            }
            int partitions = run.parameters().get("partitions").asInt();
            List<TaskRange> ranges = new ArrayList<>();
            for (int from = 0; from < partitions; from += 10) {
                int to = Math.min(partitions, from + 10);
                ranges.add(new TaskRange(from, to, to - from));
            }
            return Plan.of(partitions, ranges);
        }

        @Override
        public TaskResult execute(Run run, LeasedTask task) throws Exception {
            calls.merge(task.id(), 1, Integer::sum);
            if (run.family().equals("poison") && task.from() <= 7 && 7 < task.to()) {
                throw new IllegalStateException("poisoned");
            }
            if (run.family().equals("slow")) {
                CANCELLED.await();
            }
            return new TaskResult(outcomes(task, Outcome.SUCCEEDED, null), () -> {});
        }

        @Override
        public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
            return new TaskResult(outcomes(task, Outcome.FAILED, reason), () -> {});
        }

        @Override
        public Completion finish(Run run, LeasedTask task) {
            return new Completion.Success(List.of(), () -> {}, null);
        }

        @Override
        public void cancelRest(Run run) {
            jdbc.sql("""
                    INSERT INTO training.run_partition (run_id, sequence, key, outcome, attempts, seconds)
                    SELECT :run, s, '{"k":' || s || '}', 'cancelled', 0, 0
                    FROM generate_series(0, :partitions - 1) s
                    WHERE NOT EXISTS (SELECT FROM training.run_partition p WHERE p.run_id = :run AND p.sequence = s)
                    """).param("run", run.id()).param("partitions", run.parameters().get("partitions").asInt())
                    .update();
        }

        @Override
        public void sweep(Run run) {}

        private static List<PartitionOutcome> outcomes(LeasedTask task, Outcome outcome, @Nullable Problem reason) {
            List<PartitionOutcome> outcomes = new ArrayList<>();
            for (int i = task.from(); i < task.to(); i++) {
                outcomes.add(new PartitionOutcome(i, "{\"k\":%d}".formatted(i), outcome, reason, task.attempt(), 0));
            }
            return outcomes;
        }
    }
}
