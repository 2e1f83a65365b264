package io.manymodels.work.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.manymodels.access.Role;
import io.manymodels.event.SnapshotSealed;
import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.trace.TraceParent;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Two services: a request to the first, whose run makes a fact true, on which the second acts. */
class TraceIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String CALLER = "00-" + TRACE + "-" + SPAN + "-01";

    private static SpanReceiver receiver;

    private static ConfigurableApplicationContext ingestion;
    private static ConfigurableApplicationContext training;

    @BeforeAll
    static void start() throws IOException {
        receiver = SpanReceiver.start();
        var login = TestStack.infrastructure().database("ingestion");
        ingestion = start(Ingestion.class, "spring.application.name=ingestion", "manymodels.schema=catalog",
                "spring.datasource.username=" + login.username(), "spring.datasource.password=" + login.password());
        training = start(Training.class, "spring.cloud.function.definition=snapshotSealed",
                "spring.cloud.stream.bindings.snapshotSealed-in-0.destination=snapshot-sealed",
                "spring.cloud.stream.bindings.snapshotSealed-in-0.group=training");
    }

    private static ConfigurableApplicationContext start(Class<?> service, String... properties) {
        return TestStack.start(service, Stream.concat(Stream.of(properties),
                Stream.of("management.opentelemetry.enabled=true",
                        "management.opentelemetry.tracing.export.schedule-delay=100ms",
                        "management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint()))
                .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        training.close();
        ingestion.close();
        receiver.close();
    }

    @Test
    void whatFollowsFromARequestIsOfItsTrace() {
        UUID cycle = UUID.randomUUID();
        begin(cycle, CALLER);

        assertThat(TraceParent.traceId(ended(ingestion, RunId.inCycle(cycle, RunKind.INGESTION)).trace()))
                .contains(TRACE);
        assertThat(TraceParent.traceId(ended(training, RunId.inCycle(cycle, RunKind.TRAINING)).trace()))
                .contains(TRACE);
    }

    @Test
    void spansOfBothServicesAreOneTreeBelowTheCallers() {
        UUID cycle = UUID.randomUUID();
        String trace = cycle.toString().replace("-", "");
        begin(cycle, "00-" + trace + "-" + SPAN + "-01");

        Awaitility.await("the last span").atMost(Duration.ofMinutes(1)).until(() -> receiver.ofTrace(trace).stream()
                .anyMatch(span -> span.name().equals("training finish")));
        // A parent ends, and is sent, after its children.
        Awaitility.await("whole spans").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<SpanReceiver.Span> spans = receiver.ofTrace(trace);
            assertThat(spans).extracting(SpanReceiver.Span::service, SpanReceiver.Span::name).contains(
                    tuple("ingestion", "http post /api/v1/cycles/{cycle}"), tuple("ingestion", "submit ingestion"),
                    tuple("ingestion", "ingestion finish"), tuple("training", "receive snapshot-sealed"),
                    tuple("training", "submit training"), tuple("training", "training plan"));
            assertThat(spans).extracting(SpanReceiver.Span::parent)
                    .isSubsetOf(Stream.concat(Stream.of(SPAN), spans.stream().map(SpanReceiver.Span::id)).toList());
            assertThat(spans).filteredOn(span -> span.name().startsWith("training "))
                    .allSatisfy(span -> assertThat(span.tags())
                            .containsEntry("run", RunId.inCycle(cycle, RunKind.TRAINING).toString())
                            .containsEntry("family", "traced"));
        });
    }

    @Test
    void whatFailsIsSaidOnItsSpan() {
        Run failed = ingestion.getBean(Runs.class)
                .submit(new NewRun(UUID.randomUUID(), RunKind.INGESTION, "broken", 1, null, Map.of(),
                        new ErrorBudget(0, true), "test"));
        String trace = TraceParent.traceId(failed.trace()).orElseThrow();

        Awaitility.await("its span").atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(receiver.ofTrace(trace)).anySatisfy(span -> {
                    assertThat(span.name()).isEqualTo("ingestion plan");
                    assertThat(span.exception()).isEqualTo("the snapshot is gone");
                }));
    }

    @Test
    void probesLeaveNoSpans() {
        RestClient.create(url(ingestion)).get().uri("/actuator/health/readiness").retrieve().toBodilessEntity();
        UUID cycle = UUID.randomUUID();
        String trace = cycle.toString().replace("-", "");
        begin(cycle, "00-" + trace + "-" + SPAN + "-01");
        Awaitility.await("what came after the probe").atMost(Duration.ofMinutes(1))
                .until(() -> receiver.ofTrace(trace).stream().anyMatch(span -> span.name().startsWith("http ")));

        assertThat(receiver.all()).noneMatch(span -> span.tags().getOrDefault("http.url", "").contains("actuator"));
    }

    @Test
    void whatNobodyAskedForHasATraceOfItsOwn() {
        Runs runs = ingestion.getBean(Runs.class);
        String first = runs.submit(run(UUID.randomUUID(), UUID.randomUUID(), RunKind.INGESTION)).trace();
        String second = runs.submit(run(UUID.randomUUID(), UUID.randomUUID(), RunKind.INGESTION)).trace();

        assertThat(TraceParent.traceId(first)).isPresent().isNotEqualTo(TraceParent.traceId(second));
    }

    private static String url(ConfigurableApplicationContext service) {
        return "http://127.0.0.1:"
                + Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer()).getPort();
    }

    private static void begin(UUID cycle, String traceparent) {
        RestClient.create(url(ingestion)).post().uri("/api/v1/cycles/" + cycle)
                .header(TraceParent.HEADER, traceparent)
                .headers(headers -> headers.setBearerAuth(TestStack.infrastructure().apiKey(Role.OPERATOR))).retrieve()
                .toBodilessEntity();
    }

    private static Run ended(ConfigurableApplicationContext service, UUID id) {
        return Awaitility.await("the end of run " + id).atMost(Duration.ofMinutes(1))
                .until(() -> service.getBean(Runs.class).find(id).orElse(null),
                        run -> run != null && run.state().isFinal());
    }

    private static NewRun run(UUID id, UUID cycle, RunKind kind) {
        return new NewRun(id, kind, "traced", 1, cycle, Map.of(), new ErrorBudget(0, true), "test");
    }

    /** Takes requests, and seals a snapshot at the end of each run. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({WorkConfiguration.class, CycleController.class})
    static class Ingestion {

        @Bean
        RunProcess process() {
            return new NoProcess(RunKind.INGESTION) {
                @Override
                public Plan plan(Run run, LeasedTask task) {
                    if (run.family().equals("broken")) {
                        throw ManyModelsException.notFound("snapshot-not-found", "the snapshot is gone");
                    }
                    return super.plan(run, task);
                }

                @Override
                public Completion finish(Run run, LeasedTask task) {
                    return new Completion.Success(
                            List.of(new SnapshotSealed(run.family(), 1, "s", run.id(), run.cycle())), () -> {}, null);
                }
            };
        }
    }

    @RestController
    static class CycleController {

        private final Runs runs;

        CycleController(Runs runs) {
            this.runs = runs;
        }

        @PostMapping("/api/v1/cycles/{cycle}")
        void begin(@PathVariable UUID cycle) {
            runs.submit(run(RunId.inCycle(cycle, RunKind.INGESTION), cycle, RunKind.INGESTION));
        }
    }

    /** Follows a sealed snapshot with a run. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class Training {

        @Bean
        RunProcess process() {
            return new NoProcess(RunKind.TRAINING);
        }

        @Bean
        Consumer<SnapshotSealed> snapshotSealed(Runs runs) {
            return sealed -> {
                UUID cycle = Objects.requireNonNull(sealed.cycle());
                runs.submit(run(RunId.inCycle(cycle, RunKind.TRAINING), cycle, RunKind.TRAINING));
            };
        }
    }
}
