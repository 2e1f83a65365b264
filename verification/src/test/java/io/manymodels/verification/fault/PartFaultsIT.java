package io.manymodels.verification.fault;

import static io.manymodels.verification.fault.Platform.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.manymodels.verification.Deployment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The parts below and around the workers: broker, database, storage, and the services that serve. */
@Tag("faults")
@ExtendWith(Platform.class)
class PartFaultsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Fault 9: requests are accepted without the broker, and the work is done when it is back. */
    @Test
    void theBrokerIsAwayWhileARequestComes() throws Exception {
        String run;
        try (var silent = Platform.paused(Platform.manymodels().process("kafka"))) {
            long begun = System.nanoTime();
            run = Platform.train();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }

        assertSound(run);
    }

    /** Fault 10. */
    @Test
    void theBrokerIsKilled() throws Exception {
        String run = Platform.train();
        Platform.awaitWork("training", run);

        Platform.manymodels().kill("kafka");

        assertSound(run);
    }

    /** Fault 12: the server dies with every connection while tasks commit. */
    @Test
    void theDatabaseIsKilledWhileTasksCommit() throws Exception {
        String run = Platform.train();
        Platform.awaitWork("training", run);

        Platform.manymodels().kill("postgres");

        await("the database is back").atMost(Duration.ofMinutes(2)).ignoreExceptions()
                .until(() -> Platform.count("SELECT 1") == 1);
        Platform.awaitReady("TRAINING");
        assertSound(run);
    }

    /** Fault 13: whoever waits for a connection is told to come back, in bounded time. */
    @Test
    void theDatabaseIsSlowAndThePoolIsEmpty() throws Exception {
        String run = Platform.owner("SELECT id::text FROM training.run LIMIT 1").getFirst().getFirst().toString();
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                var held = Platform.locked("training.run", "ACCESS EXCLUSIVE")) {
            Callable<HttpResponse<String>> ask = () -> HTTP.send(
                    request("TRAINING", "/api/v1/runs/" + run).GET().build(),
                    HttpResponse.BodyHandlers.ofString());
            List<Future<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                asked.add(clients.submit(ask));
            }
            await("somebody is sent away").atMost(Duration.ofSeconds(30))
                    .until(() -> asked.stream().anyMatch(Future::isDone));
            held.close();
            for (Future<HttpResponse<String>> answer : asked) {
                answers.add(answer.get(40, TimeUnit.SECONDS));
            }
        }

        assertThat(answers).extracting(HttpResponse::statusCode).contains(503).containsAnyOf(200, 503);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 503));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 503)
                .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).isPresent());
        await("recovery").atMost(Duration.ofMinutes(2)).ignoreExceptions()
                .until(() -> Platform.deployment().get("TRAINING", "/api/v1/runs/" + run).path("id").asString()
                        .equals(run));
    }

    /** Fault 14, slow: storage answers nothing for a while. */
    @Test
    void storageIsSlow() throws Exception {
        String run = Platform.train();
        Platform.awaitWork("training", run);
        try (var slow = Platform.paused(Platform.manymodels().process("storage"))) {
            await("longer than a lease").pollDelay(Duration.ofSeconds(2L * Platform.LEASE_SECONDS))
                    .until(() -> Platform.manymodels().process("storage").isAlive());
        }

        assertSound(run);
    }

    /** Faults 14, a digest that does not match, and 15: the key goes down the ladder and the others do not notice. */
    @Test
    void anArtefactIsCorrupt() throws Exception {
        Deployment platform = Platform.deployment();
        promoteAgain();
        score();
        String before = Platform.predictions();
        List<Object> version = Platform.owner("""
                SELECT v.object, v.body_offset, e.key FROM production.current_release c
                JOIN production.release_entry e ON e.release_id = c.release_id
                JOIN production.model_version v ON v.id = e.model_version_id
                WHERE c.family = 'shop' AND e.rung = 'own' ORDER BY e.key LIMIT 1
                """).getFirst();
        Path object = Platform.storage().resolve("production").resolve(version.getFirst().toString());
        long place = ((Number) version.get(1)).longValue() + 10;
        flip(object, place);
        try {
            JsonNode run = score();
            Soundness.assertAccounted("predictions", run, KEYS);
            assertThat(Platform.owner("SELECT outcome FROM predictions.run_partition WHERE run_id = '%s' AND key = '%s'"
                    .formatted(run.path("id").asString(), version.get(2)))).containsExactly(List.of("fellBack"));
            assertThat(platform.query("SELECT count(*), count(DISTINCT (store, item)) FROM reporting.shop_predictions"))
                    .containsExactly(List.of(KEYS * 7L, (long) KEYS));
        } finally {
            flip(object, place);
        }

        score();
        assertThat(Platform.predictions()).isEqualTo(before);
    }

    /** A release whose models are other ones than those of the release before, which stands in for it. */
    private static void promoteAgain() throws Exception {
        String training = Platform.train();
        assertSound(training);
        JsonNode promotion = Platform.awaitEnd("PROMOTION", Platform.deployment()
                .post("PROMOTION", "/api/v1/families/shop/promotions", "{\"training\":\"%s\"}".formatted(training))
                .path("id").asString());
        assertThat(promotion.path("result").path("result").asString()).as("%s", promotion).isEqualTo("published");
    }

    private static void flip(Path object, long place) throws IOException {
        try (var file = new RandomAccessFile(object.toFile(), "rw")) {
            file.seek(place);
            int old = file.read();
            file.seek(place);
            file.write(old ^ 0xFF);
        }
    }

    /** Fault 17: readers see the old predictions until the new ones are whole. */
    @Test
    void scoringIsKilledWhileItWrites() throws Exception {
        String before = Platform.predictions();
        String run;
        try (var held = Platform.locked("predictions.run_partition", "EXCLUSIVE")) {
            run = Platform.deployment().post("SCORING", "/api/v1/families/shop/scorings", "{}").path("id").asString();
            Platform.awaitWork("predictions", run);
            Platform.manymodels().kill("scoring");
            assertThat(Platform.predictions()).isEqualTo(before);
        }

        Soundness.assertAccounted("predictions", Platform.awaitEnd("SCORING", run), KEYS);
        assertThat(Platform.predictions()).isEqualTo(before);
        assertThat(Platform.deployment().query("SELECT DISTINCT run_id::text FROM reporting.shop_predictions"))
                .containsExactly(List.of(run));
    }

    /** Fault 21: what was accepted is answered. */
    @Test
    void realtimeIsToldToEndUnderLoad() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        var statuses = ConcurrentHashMap.<Integer>newKeySet();
        HttpRequest ask = request("REALTIME", "/api/v1/families/shop/predict")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"rows\":[{\"store\":1,\"item\":1,\"date\":\"%s\"}]}".formatted(Platform.deployment().query(
                                "SELECT min(date)::text FROM reporting.shop_predictions").getFirst().getFirst())))
                .build();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> keepAsking = () -> {
                while (!over.get()) {
                    // Nobody listens until it is back.
                    statuses.add(await("an answer").atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20))
                            .pollDelay(Duration.ZERO).ignoreExceptionsInstanceOf(IOException.class)
                            .until(() -> HTTP.send(ask, HttpResponse.BodyHandlers.ofString()).statusCode(), _ -> true));
                }
                return null;
            };
            List<Future<Void>> asking = IntStream.range(0, 8).mapToObj(_ -> clients.submit(keepAsking)).toList();
            try {
                await("load").atMost(Duration.ofMinutes(1)).until(() -> statuses.contains(200));
                ProcessHandle process = Platform.manymodels().process("realtime");
                process.destroy();
                await("its end").atMost(Duration.ofMinutes(2)).until(() -> !process.isAlive());
                Platform.awaitReady("REALTIME");
            } finally {
                over.set(true);
            }
            for (Future<Void> client : asking) {
                client.get(150, TimeUnit.SECONDS);
            }
        }

        assertThat(statuses).containsExactly(200);
    }

    private static JsonNode score() throws IOException, InterruptedException {
        return Platform.awaitEnd("SCORING", Platform.deployment()
                .post("SCORING", "/api/v1/families/shop/scorings", "{}").path("id").asString());
    }

    private static HttpRequest.Builder request(String service, String path) {
        var environment = Platform.deployment().environment();
        return HttpRequest.newBuilder(URI.create(environment.get("MANYMODELS_URL_" + service) + path))
                .header("Authorization", "Bearer " + environment.get("MANYMODELS_API_KEY"))
                .timeout(Duration.ofSeconds(60));
    }

    private static void assertSound(String run) throws Exception {
        Soundness.assertAccounted("training", Platform.awaitEnd("TRAINING", run), KEYS);
        Soundness.assertRegistries(run, KEYS);
    }
}
