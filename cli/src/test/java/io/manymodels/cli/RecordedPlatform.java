package io.manymodels.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.manymodels.deployment.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An HTTP server that answers as the platform did when it was recorded, a data folder in which the command line finds it,
 * and what it was asked.
 */
public final class RecordedPlatform implements AutoCloseable {

    /** The key of the machine's owner in the data folder. */
    public static final String OWNER = "mm_ownerown_secret";

    /** A request as it came. */
    public record Call(String route, String authorization, String type, boolean idempotent, String body) {}

    /** What a command came to. */
    public record Result(int exitCode, String out, String err) {}

    private record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final Path folder;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** @param folder becomes the data folder */
    public RecordedPlatform(Path folder) throws IOException {
        this.folder = folder;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var state = JsonNodeFactory.instance.objectNode();
        state.put("phase", "ready");
        var urls = state.putObject("urls");
        for (Service service : Service.values()) {
            urls.put(service.id(), url(service));
        }
        urls.put("console", "http://127.0.0.1:" + server.getAddress().getPort() + "/console");
        state.putObject("database").put("host", "127.0.0.1").put("port", 15432).put("name", "manymodels");
        state.put("bootstrapServers", "127.0.0.1:19092");
        state.putObject("storage").put("endpoint", "http://127.0.0.1:19000").put("region", "us-east-1");
        var credentials = JsonNodeFactory.instance.objectNode();
        credentials.putObject("database").put("reader", "reader's password");
        credentials.putObject("storage").putObject("reader").put("accessKey", "reader-key").put("secretKey", "secret");
        var keys = credentials.putObject("apiKeys");
        keys.putObject("owner").put("key", OWNER);
        for (String role : List.of("viewer", "operator", "approver", "predictor")) {
            keys.putObject(role).put("key", "mm_" + role.substring(0, 6) + "12_secret");
        }
        Files.createDirectories(folder.resolve("run"));
        JsonMapper.shared().writeValue(folder.resolve("run/stack.json"), state);
        JsonMapper.shared().writeValue(folder.resolve("credentials.json"), credentials);
    }

    /** Where a service answers. */
    public String url(Service service) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + service.id();
    }

    /** Answers 200 with each of these in turn, and with the last again and again. */
    public RecordedPlatform answers(String route, String... bodies) {
        answers.put(route, new ArrayDeque<>(
                Arrays.stream(bodies).map(body -> new Answer(200, "application/json", body)).toList()));
        return this;
    }

    /** Answers 200 with a text that is no JSON. */
    public RecordedPlatform answersText(String route, String text) {
        answers.put(route, new ArrayDeque<>(List.of(new Answer(200, "text/csv", text))));
        return this;
    }

    /** Refuses with a status and a body. */
    public RecordedPlatform refuses(String route, int status, String body) {
        answers.put(route, new ArrayDeque<>(List.of(new Answer(status, "application/problem+json", body))));
        return this;
    }

    /** What was asked, in order. */
    public List<Call> calls() {
        return calls;
    }

    /** The routes that were asked, in order. */
    public List<String> routes() {
        return calls.stream().map(Call::route).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().replace("/api/v1", "");
        String route = exchange.getRequestMethod() + " " + path;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        calls.add(new Call(route, String.valueOf(headers.getFirst("Authorization")),
                String.valueOf(headers.getFirst("Content-Type")), headers.containsKey("Idempotency-Key"), body));
        Deque<Answer> expected = answers.get(route);
        Answer answer;
        if (expected == null) {
            answer = new Answer(404, "application/problem+json",
                    "{\"status\":404,\"code\":\"not-recorded\",\"detail\":\"Nothing is recorded for " + route + "\"}");
        } else {
            answer = expected.size() > 1 ? expected.removeFirst() : expected.getFirst();
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Runs a verb against this platform. */
    public Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return execute(all.toArray(String[]::new));
    }

    /** Runs the command line in this JVM, and catches what it prints. */
    public static Result execute(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int code = ManyModels.commandLine().execute(arguments);
            return new Result(code, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
