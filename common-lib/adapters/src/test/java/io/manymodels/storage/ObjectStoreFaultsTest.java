package io.manymodels.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Against a server that refuses, stumbles and lies as it is told. */
class ObjectStoreFaultsTest {

    private static final byte[] BYTES = "0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII);
    private static final int ATTEMPTS = 3;

    /** One answer; ranges are answered where the status is 206. */
    private record Answer(int status, byte[] body, Map<String, String> headers) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private AnnotationConfigApplicationContext context;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        connect("127.0.0.1");
    }

    private void connect(String host) {
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("faults", Map.of(
                "manymodels.storage.endpoint", "http://%s:%d".formatted(host, server.getAddress().getPort()),
                "manymodels.storage.access-key", "training", "manymodels.storage.secret-key", "s3cret",
                "manymodels.storage.attempts", ATTEMPTS)));
        context.register(StorageConfiguration.class);
        context.refresh();
        store = context.getBean(ObjectStore.class);
    }

    @AfterEach
    void stop() {
        context.close();
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        headers.add(exchange.getRequestHeaders());
        Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        answer.headers.forEach(exchange.getResponseHeaders()::set);
        boolean empty = answer.body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status, empty ? -1 : answer.body.length);
        if (!empty) {
            exchange.getResponseBody().write(answer.body);
        }
        exchange.close();
    }

    private void refuses(int status, String code) {
        answers.add(new Answer(status, """
                <?xml version="1.0" encoding="UTF-8"?><Error><Code>%s</Code><Message>m</Message><Key>k</Key>\
                <Resource>/lake/k</Resource><RequestId>1</RequestId><HostId>h</HostId></Error>""".formatted(code)
                .getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/xml")));
    }

    private void answers(int status, byte[] body, String contentRange) {
        answers.add(new Answer(status, body, Map.of("ETag", "\"x\"", "Content-Range", contentRange)));
    }

    private void assertProblem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Kind kind, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.getMessage()).contains("[k]", "[lake]").doesNotContain("s3cret");
        });
    }

    /** CRC-32 and SHA-256 of the bytes, as zlib and coreutils work them out. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, UNSIGNED-PAYLOAD",
            "localhost, 6bc14bdc4517a7a682c6910de2e2946eb8e1ecd04090728fef6d092a7ceb62c5"})
    void bytesAreSignedUnlessTheyStayOnThisMachine(String host, String signed) {
        context.close();
        connect(host);
        answers(200, new byte[0], "");

        store.put("lake", "k", BYTES);
        store.putNew("lake", "k", BYTES);

        assertThat(headers).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.getFirst("x-amz-content-sha256")).isEqualTo(signed);
            assertThat(sent.getFirst("x-amz-checksum-crc32")).isEqualTo("Y4wNKQ==");
            assertThat(sent.getFirst("Authorization")).contains("x-amz-checksum-crc32", "x-amz-content-sha256");
        });
        assertThat(headers.getLast().getFirst("If-None-Match")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408, 429})
    void whatPassesIsTriedAgain(int status) {
        refuses(status, "SlowDown");
        answers(206, Arrays.copyOfRange(BYTES, 5, 10), "bytes 5-9/20");

        assertThat(store.range("lake", "k", 5, 5)).isEqualTo(Arrays.copyOfRange(BYTES, 5, 10));
        assertThat(calls).containsExactly("GET /lake/k", "GET /lake/k");
    }

    @Test
    void whatDoesNotPassIsLeftAfterTheTriesThatAreAllowed() {
        refuses(503, "SlowDown");

        assertProblem(() -> store.range("lake", "k", 0, 5), Kind.UNAVAILABLE, "storage-unavailable");
        assertThat(calls).hasSize(ATTEMPTS);
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, FORBIDDEN, object-forbidden", "404, NoSuchKey, NOT_FOUND, object-not-found",
            "404, NoSuchBucket, NOT_FOUND, object-not-found", "412, PreconditionFailed, CONFLICT, object-exists",
            "416, InvalidRange, NOT_FOUND, object-truncated", "400, InvalidArgument, UNAVAILABLE, storage-refused",
            "409, OperationAborted, UNAVAILABLE, storage-refused"})
    void whatIsRefusedForGoodIsAskedForOnce(int status, String s3, Kind kind, String code) {
        refuses(status, s3);

        assertProblem(() -> store.get("lake", "k"), kind, code);
        assertThat(calls).hasSize(1);
    }

    @Test
    void fewerBytesThanAskedForAreATruncatedObject() {
        answers(206, new byte[3], "bytes 0-2/3");

        assertProblem(() -> store.range("lake", "k", 0, 10), Kind.NOT_FOUND, "object-truncated");
    }

    /** A server, or a proxy before it, that ignores ranges gives the first bytes for any. */
    @ParameterizedTest
    @ValueSource(strings = {"", "bytes 0-19/20", "bytes 50-59/100", "items 5-9/20"})
    void otherBytesThanAskedForAreNeverTaken(String contentRange) {
        answers(contentRange.isEmpty() ? 200 : 206, BYTES, contentRange);

        assertProblem(() -> store.range("lake", "k", 5, 5), Kind.UNAVAILABLE, "storage-refused");
    }

    @Test
    void theBeginningOfAWholeObjectIsARangeToo() {
        answers(200, BYTES, "");

        assertThat(store.range("lake", "k", 0, 5)).isEqualTo(Arrays.copyOf(BYTES, 5));
    }

    @Test
    void aPageOfAnotherProgramIsNoStorage() {
        answers.add(new Answer(502, "<html>Bad gateway</html>".getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "text/html")));

        assertProblem(() -> store.get("lake", "k"), Kind.UNAVAILABLE, "storage-unavailable");
        assertProblem(() -> store.put("lake", "k", BYTES), Kind.UNAVAILABLE, "storage-unavailable");
        assertProblem(() -> store.list("lake", "k"), Kind.UNAVAILABLE, "storage-unavailable");
    }

    @Test
    void whetherAnObjectExistsIsNotKnownWhereTheStorageDoesNotSay() {
        refuses(403, "AccessDenied");
        assertProblem(() -> store.exists("lake", "k"), Kind.FORBIDDEN, "object-forbidden");

        answers.clear();
        refuses(404, "NoSuchKey");
        assertThat(store.exists("lake", "k")).isFalse();
    }
}
