package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Downloads of predictions: whole, and harmless to everybody else. */
class DownloadIT {

    private static final int UNREAD = 24;
    private static final int AT_A_TIME = 64;

    private final ScoringStack stack = ScoringStack.INSTANCE;

    @Test
    void downloadsThatNobodyReadsHoldNobodyUp() throws Exception {
        ToyRelease toy = stack.toy("toy-unread");
        toy.snapshot("unread-1");
        toy.release(1, "unread-1");
        JsonNode run = stack.score("toy-unread", "{}");
        int rows = multiply(run, 6000);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < UNREAD; i++) {
                sockets.add(unread("/api/v1/families/toy-unread/predictions"));
            }
            for (Socket socket : sockets) {
                assertThat(socket.getInputStream().read()).as("has begun").isEqualTo('H');
            }

            for (int i = 0; i < 5; i++) {
                HttpResponse<String> answer = stack.send("GET", "/api/v1/families/toy-unread/predictions?limit=1", null,
                        Role.VIEWER, null);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            JsonNode again = stack.score("toy-unread", "{}");
            assertThat(again.path("state").asString()).as("%s", again).isEqualTo("succeeded");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Awaitility.await("nothing is read for who went away").atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(stack.bean(MeterRegistry.class).get("http.server.requests.active").longTaskTimers())
                        .extracting(LongTaskTimer::activeTasks).containsOnly(0));
        assertThat(rows).isEqualTo(26 * 6001);
    }

    @Test
    void downloadsThatTheDatabaseKeepsWaitingHoldNobodyUp() throws Exception {
        ToyRelease toy = stack.toy("toy-waiting");
        toy.snapshot("waiting-1");
        toy.release(1, "waiting-1");
        JsonNode run = stack.score("toy-waiting", "{}");
        List<CompletableFuture<HttpResponse<String>>> downloads = new ArrayList<>();
        try (Connection held = stack.connection("scoring"); Statement statement = held.createStatement()) {
            held.setAutoCommit(false);
            statement.execute("LOCK TABLE predictions.b_%s IN ACCESS EXCLUSIVE MODE"
                    .formatted(run.path("id").asString().replace("-", "")));
            for (int i = 0; i < AT_A_TIME + 1; i++) {
                downloads.add(CompletableFuture.supplyAsync(() -> stack.send("GET",
                        "/api/v1/families/toy-waiting/predictions", null, Role.VIEWER, "text/csv"),
                        task -> Thread.ofVirtual().start(task)));
            }

            HttpResponse<?> refused = (HttpResponse<?>) CompletableFuture
                    .anyOf(downloads.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
            assertThat(refused.statusCode() + " " + refused.body()).startsWith("503 ").contains("downloads-busy");
            assertThat(refused.headers().firstValue("Content-Type")).hasValueSatisfying(
                    type -> assertThat(type).startsWith("application/problem+json"));
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> answer = stack.send("GET", "/api/v1/runs?limit=1", null, Role.VIEWER, null);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            held.rollback();
        }

        downloads.forEach(CompletableFuture::join);
        assertThat(downloads).extracting(download -> download.join().body().lines().count())
                .filteredOn(lines -> lines == 27).hasSize(AT_A_TIME);
    }

    @Test
    void aDownloadHoldsEveryRowOnceAcrossItsPages() throws Exception {
        ToyRelease toy = stack.toy("toy-whole");
        toy.snapshot("whole-1");
        toy.release(1, "whole-1");
        JsonNode run = stack.score("toy-whole", "{}");
        multiply(run, 500);

        HttpResponse<String> csv = stack.send("GET", "/api/v1/families/toy-whole/predictions", null, Role.VIEWER,
                "text/csv");

        assertThat(csv.body().lines()).hasSize(1 + 26 * 501);
    }

    /** Puts so many rows more beside each one of a run, and answers how many rows there are then. */
    private int multiply(JsonNode run, int times) {
        String id = run.path("id").asString().replace("-", "");
        JdbcClient scoring = stack.database("scoring");
        scoring.sql("UPDATE predictions.k_%s SET row_count = row_count * %d".formatted(id, times + 1)).update();
        scoring.sql("""
                INSERT INTO predictions.b_%1$s SELECT (r).* FROM (
                    SELECT jsonb_populate_record(t, jsonb_build_object('row_place', t.row_place + g.n * 1000)) AS r
                    FROM predictions.b_%1$s t CROSS JOIN generate_series(1, %2$d) AS g (n)) more
                """.formatted(id, times)).update();
        return scoring.sql("SELECT count(*) FROM predictions.p_" + id).query(Integer.class).single();
    }

    /** Asks for a download and never reads more than the first byte of it. */
    private Socket unread(String path) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stack.port()));
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write("""
                GET %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Accept: text/csv\r
                \r
                """.formatted(path, stack.apiKey(Role.VIEWER)).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
