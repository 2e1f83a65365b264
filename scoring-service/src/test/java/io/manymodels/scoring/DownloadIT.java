package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Downloads of predictions: whole, and harmless to everybody else. */
class DownloadIT {

    private static final int UNREAD = 24;

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
        assertThat(rows).isEqualTo(26 * 6000);
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

    /** Puts so many rows more beside each one of a run, and answers how many that are. */
    private int multiply(JsonNode run, int times) {
        String id = run.path("id").asString().replace("-", "");
        JdbcClient scoring = stack.database("scoring");
        scoring.sql("UPDATE predictions.k_%s SET row_count = row_count * %d".formatted(id, times + 1)).update();
        return scoring.sql("""
                INSERT INTO predictions.p_%1$s SELECT (r).* FROM (
                    SELECT jsonb_populate_record(t, jsonb_build_object('row_place', t.row_place + g.n * 1000)) AS r
                    FROM predictions.p_%1$s t CROSS JOIN generate_series(1, %2$d) AS g (n)) more
                """.formatted(id, times)).update();
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
