package io.manymodels.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.manymodels.deployment.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services as a platform answered when it was recorded ({@code recorded.json}: orange juice and Australian weather, a
 * cycle and a backtest each), and what they were asked. A question that nobody asked then gets the answer to the same path
 * with other parameters; a path that nobody asked for is 404.
 */
final class RecordedServices implements AutoCloseable {

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    RecordedServices() throws IOException {
        try (InputStream recorded = Objects
                .requireNonNull(RecordedServices.class.getResourceAsStream("/recorded.json"))) {
            for (JsonNode line : JsonMapper.shared().readTree(recorded)) {
                Answer answer = new Answer(line.path("status").asInt(), line.path("body").toString());
                String route = line.path("route").asString();
                answers.put(route, answer);
                answers.putIfAbsent(withoutParameters(route), answer);
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Arguments that tell the console where each service is. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (Service service : Service.values()) {
            arguments.add("--manymodels.platform.urls.%s=http://127.0.0.1:%d/%s".formatted(service.id(),
                    server.getAddress().getPort(), service.id()));
        }
        return arguments;
    }

    /** {@code POST ingestion/families/x/cycles {}}, in order. */
    List<String> asked() {
        return asked;
    }

    private static String withoutParameters(String route) {
        return route.replaceAll("[?].*", "");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String route = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().substring(1).replaceFirst("/api/v1", "");
        asked.add((route + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).strip());
        Answer exact = answers.get(route);
        Answer answer = exact == null
                ? answers.getOrDefault(withoutParameters(route),
                        new Answer(404, "{\"code\":\"not-recorded\",\"detail\":\"[%s] was not asked then. Maybe record it\"}"
                                .formatted(route.replace("\"", "'"))))
                : exact;
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
