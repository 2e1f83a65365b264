package io.manymodels.work.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.manymodels.access.Role;
import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.Problem;
import io.manymodels.run.RunKind;
import io.manymodels.stack.EmbeddedInfrastructure;
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
import io.manymodels.work.api.TaskResult;
import io.manymodels.work.engine.Leases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
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
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** POSTs that are done once, listeners of runs, and signs of life when all connections are taken. */
class RestIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        service = TestStack.start(TestService.class, "manymodels.work.listeners=3", "manymodels.work.lease=5s");
        jdbc().sql("CREATE TABLE IF NOT EXISTS training.thing (name text)").update();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theSameKeyAndBodyAreDoneOnceAndAnsweredAlike() throws Exception {
        String key = UUID.randomUUID().toString();

        HttpResponse<String> first = post(key, "once");
        HttpResponse<String> second = post(key, "once");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
        assertThat(things("once")).isEqualTo(1);
    }

    @Test
    void anotherBodyUnderTheKeyIsRefused() throws Exception {
        String key = UUID.randomUUID().toString();
        post(key, "mine");

        HttpResponse<String> other = post(key, "yours");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency-key-reused");
        assertThat(things("yours")).isZero();
    }

    @Test
    void whatWasDoneForAnAnswerThatNobodyGotIsUndone() throws Exception {
        String key = UUID.randomUUID().toString();

        assertThat(post(key, "broken").statusCode()).isEqualTo(500);
        ThingController.mended = true;
        assertThat(post(key, "broken").statusCode()).isEqualTo(202);

        assertThat(things("broken")).as("the first attempt's own transaction had ended before it broke").isEqualTo(1);
    }

    @Test
    void whileTheFirstIsWorkedOnASecondIsToldSoHoweverLongItTakes() throws Exception {
        String key = UUID.randomUUID().toString();
        CompletableFuture<HttpResponse<String>> first = HTTP.sendAsync(request(key, "slow"),
                HttpResponse.BodyHandlers.ofString());
        assertThat(ThingController.SLOW_STARTED.await(1, TimeUnit.MINUTES)).isTrue();
        jdbc().sql("UPDATE training.idempotency SET created_at = now() - interval '2 minutes'").update();

        HttpResponse<String> second = post(key, "slow");
        ThingController.SLOW.countDown();

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("idempotency-in-flight");
        assertThat(first.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(202);
        assertThat(things("slow")).isEqualTo(1);
    }

    @Test
    void listenersHearTheEndAndOneTooManyIsRefused() throws Exception {
        UUID run = UUID.randomUUID();
        jdbc().sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES (?, 'training', 'followed', 1, 'running', '{}', 'test')
                """).param(run).update();
        List<BufferedReader> listeners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            listeners.add(follow(run));
        }

        HttpResponse<String> fourth = HTTP.send(events(run), HttpResponse.BodyHandlers.ofString());
        jdbc().sql("UPDATE training.run SET state = 'succeeded' WHERE id = ?").param(run).update();

        assertThat(fourth.statusCode()).isEqualTo(503);
        assertThat(fourth.body()).contains("listeners-too-many");
        for (BufferedReader listener : listeners) {
            assertThat(listener.lines().toList()).contains("event:progress", "id:running-0", "event:ended",
                    "id:succeeded-0");
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(
                () -> HTTP.send(events(run), HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
    }

    @Test
    void whoCancelsIsToldWhereToFollowTheRun() throws Exception {
        UUID run = UUID.randomUUID();
        jdbc().sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES (?, 'training', 'cancelled', 1, 'running', '{}', 'test')
                """).param(run).update();

        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri("/api/v1/runs/" + run + "/cancellation"))
                        .header("Authorization", "Bearer " + TestStack.infrastructure().apiKey(Role.OPERATOR))
                        .POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/runs/" + run);
        assertThat(answer.body()).contains("\"id\":\"" + run + "\"");
    }

    @Test
    void signsOfLifeArriveWhenAllOtherConnectionsAreTaken() throws Exception {
        WaitingProcess process = service.getBean(WaitingProcess.class);
        service.getBean(Runs.class).submit(new NewRun(process.run, RunKind.BACKTEST, "waits", 1, null, Map.of(),
                new ErrorBudget(0, false), "test"));
        assertThat(process.started.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(service.getBean(Leases.class).heldNow()).isPositive();
        List<Connection> taken = takeAll();
        try (Connection looking = DriverManager.getConnection(login().url(), login().username(),
                login().password())) {
            // Longer than a lease that nobody renews.
            Awaitility.await().during(Duration.ofSeconds(7)).atMost(Duration.ofMinutes(1)).until(() -> {
                try (var rows = looking.createStatement().executeQuery(
                        "SELECT lease_until > now() FROM training.task WHERE run_id = '%s' AND state = 'leased'"
                                .formatted(process.run))) {
                    return rows.next() && rows.getBoolean(1);
                }
            });
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
            process.goOn.countDown();
        }
    }

    private static List<Connection> takeAll() throws SQLException {
        DataSource work = service.getBean(DataSource.class);
        int most = service.getBean(HikariDataSource.class).getMaximumPoolSize();
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            try {
                taken.add(work.getConnection());
            } catch (SQLException e) {
                // Somebody else has it, and will want another when it is given back.
                break;
            }
        }
        return taken;
    }

    private static EmbeddedInfrastructure.DatabaseLogin login() {
        return TestStack.infrastructure().database("training");
    }

    private static BufferedReader follow(UUID run) throws IOException, InterruptedException {
        var response = HTTP.send(events(run), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static HttpRequest events(UUID run) {
        return HttpRequest.newBuilder(uri("/api/v1/runs/" + run + "/events"))
                .header("Authorization", "Bearer " + TestStack.infrastructure().apiKey(Role.VIEWER)).build();
    }

    private static HttpResponse<String> post(String key, String body) throws IOException, InterruptedException {
        return HTTP.send(request(key, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(String key, String body) {
        return HttpRequest.newBuilder(uri("/api/v1/things")).header("Idempotency-Key", key)
                .header("Content-Type", "text/plain")
                .header("Authorization", "Bearer " + TestStack.infrastructure().apiKey(Role.OPERATOR))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }

    private static URI uri(String path) {
        int port = Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer()).getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static long things(String name) {
        return jdbc().sql("SELECT count(*) FROM training.thing WHERE name = ?").param(name).query(Long.class).single();
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({WorkConfiguration.class, ThingController.class})
    static class TestService {

        @Bean
        NoProcess process() {
            return new NoProcess(RunKind.TRAINING);
        }

        @Bean
        WaitingProcess waiting() {
            return new WaitingProcess();
        }
    }

    /** Holds its lease until the test lets go of it. */
    static final class WaitingProcess implements RunProcess {

        private final UUID run = UUID.randomUUID();
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final NoProcess rest = new NoProcess(RunKind.BACKTEST);

        @Override
        public RunKind kind() {
            return RunKind.BACKTEST;
        }

        @Override
        public Plan plan(Run run, LeasedTask task)
                throws InterruptedException {
            started.countDown();
            goOn.await();
            return rest.plan(run, task);
        }

        @Override
        public TaskResult execute(Run run,
                LeasedTask task) {
            return rest.execute(run, task);
        }

        @Override
        public TaskResult abandon(Run run,
                LeasedTask task, Problem reason) {
            return rest.abandon(run, task, reason);
        }

        @Override
        public Completion finish(Run run,
                LeasedTask task) {
            return rest.finish(run, task);
        }

        @Override
        public void cancelRest(Run run) {}

        @Override
        public void sweep(Run run) {}
    }

    @RestController
    @RequestMapping("/api/v1/things")
    static class ThingController {

        static final CountDownLatch SLOW_STARTED = new CountDownLatch(1);
        static final CountDownLatch SLOW = new CountDownLatch(1);
        static volatile boolean mended;

        private final JdbcClient jdbc;
        private final TransactionTemplate transaction;

        ThingController(JdbcClient jdbc, TransactionTemplate transaction) {
            this.jdbc = jdbc;
            this.transaction = transaction;
        }

        @PostMapping
        ResponseEntity<Map<String, String>> create(@RequestBody String name) throws InterruptedException {
            transaction.executeWithoutResult(
                    _ -> jdbc.sql("INSERT INTO training.thing VALUES (?)").param(name).update());
            if (name.equals("broken") && !mended) {
                throw new IllegalStateException("after the work, before the answer");
            }
            if (name.equals("slow")) {
                SLOW_STARTED.countDown();
                SLOW.await();
            }
            return ResponseEntity.accepted().location(URI.create("/api/v1/things/" + UUID.randomUUID()))
                    .body(Map.of("name", name, "id", UUID.randomUUID().toString()));
        }
    }
}
