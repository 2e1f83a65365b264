package io.manymodels.scoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/** A lineage server that keeps what it is told by those who have its key. */
final class LineageListener {

    static final String KEY = "lineage-key";

    private final HttpServer server;
    private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean broken = new AtomicBoolean();

    private LineageListener(HttpServer server) {
        this.server = server;
    }

    static LineageListener start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LineageListener listener = new LineageListener(server);
            server.createContext("/api/v1/lineage", listener::hear);
            server.start();
            return listener;
        } catch (IOException e) {
            throw new IllegalStateException("No port for the lineage server", e);
        }
    }

    private void hear(HttpExchange exchange) throws IOException {
        JsonNode event = ScoringStack.JSON.readTree(exchange.getRequestBody().readAllBytes());
        boolean known = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (known && !broken.get()) {
            events.add(event);
        }
        exchange.sendResponseHeaders(broken.get() ? 500 : known ? 201 : 401, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it refuses everything, or nothing. */
    void breakDown(boolean broken) {
        this.broken.set(broken);
    }

    /** What it heard of a run. */
    List<JsonNode> of(String run) {
        return events.stream().filter(event -> event.path("run").path("runId").asString().equals(run)).toList();
    }
}
