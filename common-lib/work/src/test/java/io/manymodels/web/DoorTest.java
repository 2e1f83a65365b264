package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.fixtures.web.DocumentationContract;
import io.swagger.v3.oas.annotations.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What every service answers to requests that never reach a handler, over real sockets to the real server. */
@ExtendWith(OutputCaptureExtension.class)
class DoorTest {

    private static final String VIEWER = "mm_viewer00_secret-of-the-viewer";
    private static final String OPERATOR = "mm_operat00_secret-of-the-operator";
    private static final int LARGEST = 64 << 10;

    static ConfigurableApplicationContext service;
    static RawHttp door;

    /** A service with a handler for each way to read a request, and one path that speaks another dialect. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, Handlers.class})
    static class Service {

        @Bean
        AccessRule open() {
            return new AccessRule(HttpMethod.GET, "/api/v1/open", java.util.Set.of());
        }

        @Bean
        ErrorShape dialect() {
            return new ErrorShape() {
                @Override
                public boolean covers(String path) {
                    return path.startsWith("/dialect/");
                }

                @Override
                public HttpStatusCode status(HttpStatusCode status) {
                    return status;
                }

                @Override
                public MediaType contentType() {
                    return MediaType.APPLICATION_JSON;
                }

                @Override
                public Object body(ProblemDetail problem) {
                    return Map.of("wrong", String.valueOf(problem.getDetail()));
                }

                @Override
                public Class<?> bodyType() {
                    return Wrong.class;
                }
            };
        }
    }

    /** The body of a problem in the other dialect. */
    record Wrong(String wrong) {}

    @RestController
    static class Handlers {

        private final CountDownLatch holding = new CountDownLatch(2);
        private final CountDownLatch held = new CountDownLatch(1);

        record Wish(@Nullable String name, @Nullable List<Integer> numbers) {

            Wish {
                numbers = numbers == null ? null : List.copyOf(numbers);
            }
        }

        @Operation(summary = "A thing")
        @GetMapping("/api/v1/things/{name}")
        Map<String, String> get(@PathVariable String name, @RequestParam(defaultValue = "100") int limit,
                @RequestParam Map<String, String> parameters) {
            return Map.of("name", name, "limit", String.valueOf(limit), "q", parameters.getOrDefault("q", ""));
        }

        @Operation(summary = "For everybody")
        @GetMapping(path = "/api/v1/open", produces = MediaType.TEXT_PLAIN_VALUE)
        String open() {
            return "open";
        }

        @Operation(summary = "A wish")
        @PostMapping("/api/v1/wishes")
        Wish wish(@RequestBody Wish wish) {
            return wish;
        }

        @Operation(summary = "Counts")
        @PostMapping("/api/v1/bytes")
        Map<String, Integer> bytes(InputStream body) throws IOException {
            return Map.of("bytes", body.readAllBytes().length);
        }

        /** Reads and then waits, so that what it read stays held. */
        @Operation(summary = "Counts later")
        @PostMapping("/api/v1/holding")
        Map<String, Integer> holding(InputStream body) throws Exception {
            int bytes = body.readAllBytes().length;
            holding.countDown();
            held.await(1, TimeUnit.MINUTES);
            return Map.of("bytes", bytes);
        }

        @Operation(summary = "Lets go")
        @PostMapping("/api/v1/release")
        void release() {
            held.countDown();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        service = SpringApplication.run(Service.class, "--server.port=0", "--spring.application.name=door",
                "--spring.config.import=classpath:many-models.yml", "--manymodels.schema=none",
                "--logging.structured.format.console=",
                "--management.endpoint.health.group.readiness.include=readinessState",
                "--spring.autoconfigure.exclude=" + String.join(",",
                        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                        "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"),
                "--manymodels.web.largest-body=64KB", "--manymodels.web.bodies=128KB",
                "--manymodels.security.api-keys=viewer00:VIEWER:" + sha256(VIEWER) + ",operat00:OPERATOR:"
                        + sha256(OPERATOR) + ",approv00:APPROVER:" + sha256(key(Role.APPROVER)) + ",predic00:PREDICTOR:"
                        + sha256(key(Role.PREDICTOR)));
        door = new RawHttp(java.util.Objects
                .requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort());
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static String key(Role role) {
        return switch (role) {
            case VIEWER -> VIEWER;
            case OPERATOR -> OPERATOR;
            case APPROVER -> "mm_approv00_secret-of-the-approver";
            case PREDICTOR -> "mm_predic00_secret-of-the-predictor";
        };
    }

    @Test
    void theServiceAnswersAsItsDocumentationSays() {
        new DocumentationContract(URI.create("http://localhost:" + door.port()), DoorTest::key).assertHolds("door");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/v1/things/a?=1", "GET /api/v1/things/a?%00=1", "GET /api/v1/things/a?b%0Ac=1",
            "GET /api/v1/things/a?q=%00", "GET /api/v1/things/a?q=%zz", "GET /api/v1/things/a?q=%ff",
            "GET /api/v1/things/a?limit=many", "GET /api/v1/things/%00", "GET /api/v1/things/a%0Ab",
            "GET /api/v1/things/a;b=1", "GET /api/v1/things/%2e%2e/x", "GET /api/v1/things//a",
            "GET /api/v1/things/a%2Fb", "GET /api/v1/things/a%5Cb", "GET /api/v1/things/<a>",
            "GET /api/v1/things/a|b", "GET /api/v1/things/a\u0001b", "GET /api/v1/things/%ff",
            "GE\u0001T /api/v1/things/a", "GET http://[/api/v1/things/a"})
    void anAddressThatMeansNothingIsAProblem(String request) throws Exception {
        RawHttp.Answer answer = door.send(request, VIEWER, Map.of(), new byte[0]);

        assertProblem(answer, 400);
    }

    @Test
    void otherControlCharactersOfAValueReachTheHandler() throws Exception {
        RawHttp.Answer answer = door.send("GET /api/v1/things/a?q=one%0Atwo", VIEWER, Map.of(), new byte[0]);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("q").asString()).isEqualTo("one\ntwo");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/things/a, , 401, unauthenticated", "GET, /nowhere, , 401, unauthenticated",
            "GET, /nowhere, viewer, 404, not-found", "GET, /api/v1/nowhere, viewer, 404, not-found",
            "GET, /error, viewer, 404, not-found", "GET, /api/v1/grün, viewer, 400, request-rejected",
            "POST, /api/v1/wishes, viewer, 403, forbidden", "DELETE, /api/v1/wishes, operator, 405, method-not-allowed",
            "GET, /api/v1/things/a, mm_viewer00_wrong, 401, unauthenticated",
            "GET, /actuator/env, viewer, 404, not-found"})
    void whoeverIsRefusedIsToldInProblemDetails(String method, String path, @Nullable String key, int status,
            String code) throws Exception {
        RawHttp.Answer answer = door.send(method + " " + path, "viewer".equals(key)
                ? VIEWER
                : "operator".equals(key)
                        ? OPERATOR
                        : key,
                Map.of(), new byte[0]);

        assertProblem(answer, status);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
    }

    @Test
    void refusalsAreWrittenDown(CapturedOutput output) throws Exception {
        door.send("POST /api/v1/wishes", VIEWER, Map.of(), new byte[0]);
        door.send("GET /api/v1/things/a", "mm_viewer00_guess", Map.of(), new byte[0]);

        assertThat(output).contains("Refused POST /api/v1/wishes to [viewer00]",
                "Refused GET /api/v1/things/a to [nobody known]").contains("API key [viewer00] is not known")
                .doesNotContain("guess");
    }

    @Test
    void aPathOfAnotherDialectIsRefusedInIt() throws Exception {
        for (String request : List.of("GET /dialect/a", "GET /dialect/a?=1", "GET /dialect/%00", "GET /dialect/a;b")) {
            RawHttp.Answer answer = door.send(request, null, Map.of(), new byte[0]);

            assertThat(answer.status()).as(request).isIn(400, 401);
            assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
            assertThat(answer.json().propertyNames()).containsExactly("wrong");
        }
    }

    @Test
    void whatMayBeReadMayBeAskedForItsHead() throws Exception {
        assertThat(door.send("HEAD /api/v1/things/a", VIEWER, Map.of(), new byte[0]).status()).isEqualTo(200);
        assertThat(door.send("GET /api/v1/open", null, Map.of(), new byte[0]).status()).isEqualTo(200);
        assertThat(door.send("HEAD /api/v1/open", null, Map.of(), new byte[0]).status()).isEqualTo(200);
        assertThat(door.send("GET /", null, Map.of(), new byte[0]).headers().get("location"))
                .endsWith("/swagger-ui.html");
    }

    @Test
    void aKeyIsTakenAsBearerAndAsPassword() throws Exception {
        String basic = java.util.Base64.getEncoder()
                .encodeToString(("anybody:" + VIEWER).getBytes(StandardCharsets.UTF_8));

        assertThat(door.send("GET /api/v1/things/a", null, Map.of("Authorization", "Basic " + basic), new byte[0])
                .status())
                .isEqualTo(200);
        assertThat(door.send("GET /api/v1/things/a", VIEWER, Map.of(), new byte[0]).status()).isEqualTo(200);
        assertProblem(door.send("GET /api/v1/things/a", null, Map.of("Authorization", "Basic %%"), new byte[0]), 401);
        assertProblem(door.send("GET /api/v1/things/a", null, Map.of("Authorization", "Digest x"), new byte[0]), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"a\",\"numbers\":[null]}", "{\"name\":{}}", "{\"numbers\":{\"a\":1}}", "{", "",
            "null", "[1]", "{\"name\":\"a\",\"numbers\":[1e400]}", "{\"name\":\"a\",\"numbers\":[1.5]}"})
    void aBodyThatItsRecordDoesNotTakeIsAProblem(String body) throws Exception {
        assertProblem(post("/api/v1/wishes", Map.of("Content-Type", "application/json"), body.getBytes(
                StandardCharsets.UTF_8)), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "nonsense"})
    void aBodyOfAnotherTypeIsAProblem(String type) throws Exception {
        RawHttp.Answer answer = post("/api/v1/wishes", Map.of("Content-Type", type),
                "x".getBytes(StandardCharsets.UTF_8));

        assertProblem(answer, 415);
        assertThat(door.send("GET /api/v1/things/a", VIEWER, Map.of("Content-Type", type), new byte[0]).status())
                .isEqualTo(200);
    }

    @Test
    void aBodyIsBoundedAsSentAndAsDecoded() throws Exception {
        byte[] fitting = new byte[LARGEST];
        byte[] large = new byte[LARGEST + 1];

        assertThat(post("/api/v1/bytes", Map.of(), fitting).json().path("bytes").asInt()).isEqualTo(LARGEST);
        assertProblem(post("/api/v1/bytes", Map.of(), large), 413);
        assertProblem(post("/api/v1/bytes", Map.of("Transfer-Encoding", "chunked"), chunked(large)), 413);
        assertThat(post("/api/v1/bytes", Map.of("Content-Encoding", "gzip"), gzip(fitting)).json().path("bytes")
                .asInt()).isEqualTo(LARGEST);
        assertProblem(post("/api/v1/bytes", Map.of("Content-Encoding", "gzip"), gzip(large)), 413);
        assertProblem(post("/api/v1/wishes", Map.of("Content-Encoding", "gzip", "Content-Type", "application/json"),
                gzip(" ".repeat(50_000_000).getBytes(StandardCharsets.UTF_8))), 413);
        assertProblem(post("/api/v1/bytes", Map.of("Content-Encoding", "gzip"), fitting), 400);
        assertProblem(post("/api/v1/bytes", Map.of("Content-Encoding", "gzip"),
                java.util.Arrays.copyOf(gzip(fitting), 20)), 400);
        assertProblem(post("/api/v1/bytes", Map.of("Content-Encoding", "br"), fitting), 501);
    }

    @Test
    void theBodiesOfAllRequestsTogetherAreBounded() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<RawHttp.Answer> call = () -> post("/api/v1/holding", Map.of(), new byte[LARGEST]);
            List<Future<RawHttp.Answer>> held = List.of(threads.submit(call), threads.submit(call));
            assertThat(service.getBean(Handlers.class).holding.await(1, TimeUnit.MINUTES)).isTrue();

            // Others find no room; they are answered while the two that hold it still wait.
            for (Future<RawHttp.Answer> refused : threads.invokeAll(Collections.nCopies(4, call))) {
                assertProblem(refused.get(), 503);
            }
            assertThat(held).noneMatch(Future::isDone);
            post("/api/v1/release", Map.of(), new byte[0]);

            for (Future<RawHttp.Answer> answer : held) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        assertThat(post("/api/v1/bytes", Map.of(), new byte[LARGEST]).status()).isEqualTo(200);
    }

    static void assertProblem(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).as(answer.body()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("code").asString()).isNotEmpty();
        assertThat(answer.json().path("traceId").asString()).hasSize(32);
        assertThat(answer.json().path("detail").asString()).isNotEmpty();
    }

    private static RawHttp.Answer post(String path, Map<String, String> headers, byte[] body) throws IOException {
        return door.send("POST " + path, OPERATOR, headers, body);
    }

    private static byte[] chunked(byte[] body) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunks.write(body);
        chunks.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** W3C Trace Context, 3.2: a trace that a caller began goes on; anything else begins one. */
    @ParameterizedTest
    @CsvSource({"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01, false",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7, false", "4bf92f3577b34da6a3ce929d0e0e4736, false",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false", "nonsense, false"})
    void aTraceGoesOnThroughAnswersAndProblems(String traceparent, boolean goesOn) throws Exception {
        String begun = "4bf92f3577b34da6a3ce929d0e0e4736";

        RawHttp.Answer good = door.send("GET /api/v1/things/a", VIEWER, Map.of("traceparent", traceparent),
                new byte[0]);
        RawHttp.Answer bad = door.send("GET /api/v1/nowhere", VIEWER, Map.of("traceparent", traceparent), new byte[0]);

        assertThat(good.headers().get("x-trace-id")).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
        assertThat(begun.equals(good.headers().get("x-trace-id"))).isEqualTo(goesOn);
        assertThat(bad.json().path("traceId").asString()).isEqualTo(bad.headers().get("x-trace-id"));
        assertThat(begun.equals(bad.json().path("traceId").asString())).isEqualTo(goesOn);
    }

    @Test
    void theReasonOfEveryHttpStatusOfOursIsInItsProblem() throws Exception {
        RawHttp.Answer refused = post("/api/v1/wishes", Map.of("Content-Type", "application/json"),
                "{\"name\":{}}".getBytes(StandardCharsets.UTF_8));

        assertThat(refused.json().path("title").asString()).isEqualTo("Bad Request");
        assertThat(refused.json().path("instance").asString()).isEqualTo("/api/v1/wishes");
        assertThat(refused.json().path("detail").asString()).contains("line 1").doesNotContain("io.manymodels");
    }

    @ParameterizedTest
    @CsvSource({"identity", "IDENTITY", "' '"})
    void aBodyThatIsNotEncodedMaySaySo(String encoding) throws Exception {
        assertThat(
                post("/api/v1/bytes", Map.of("Content-Encoding", encoding), new byte[10]).json().path("bytes").asInt())
                .isEqualTo(10);
    }

    @Test
    void encodingsAreKnownByTheirOtherNamesToo() throws Exception {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(new byte[1000]);
        }

        assertThat(post("/api/v1/bytes", Map.of("Content-Encoding", "x-GZIP"), gzip(new byte[1000])).json()
                .path("bytes").asInt()).isEqualTo(1000);
        assertThat(post("/api/v1/bytes", Map.of("Content-Encoding", "deflate"), deflated.toByteArray()).json()
                .path("bytes").asInt()).isEqualTo(1000);
        assertProblem(post("/api/v1/bytes", Map.of("Content-Encoding", "gzip, gzip"), gzip(new byte[10])), 501);
    }
}
