package io.manymodels.console.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.manymodels.access.Role;
import io.manymodels.console.access.ConsoleUser;
import io.manymodels.deployment.Service;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page makes of the answers of a service: bytes as they come over a socket. */
class PlatformTest {

    private static final ConsoleUser USER = new ConsoleUser("reader12", Set.of(Role.VIEWER), "mm_reader12_secret");

    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer service;
    private Platform platform;
    private volatile int status = 200;
    private volatile String answer = "{}";
    private volatile String asked = "";
    private volatile String authorization = "";
    private volatile String type = "";

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::answer);
        service.start();
        platform = PlatformFixture.at(URI.create("http://127.0.0.1:" + service.getAddress().getPort()),
                Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        ended.countDown();
        service.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aServiceIsAskedWithTheKeyOfWhoLooks() {
        answer = "{\"items\":[1]}";

        assertThat(platform.get(USER, Service.PROMOTION, "/runs?x=1").path("items")).hasSize(1);
        assertThat(asked).isEqualTo("GET /api/v1/runs?x=1 ");
        assertThat(authorization).isEqualTo("Bearer mm_reader12_secret");
    }

    @Test
    void aBodyIsJsonAndASpecIsAsSomebodyWroteIt() {
        platform.post(USER, Service.PROMOTION, "/promotions", Map.of("dryRun", true));
        assertThat(asked).isEqualTo("POST /api/v1/promotions {\"dryRun\":true}");
        assertThat(type).isEqualTo("application/json");

        platform.spec(USER, "PUT", "/families/shop", "family: shop\n# mine");
        assertThat(asked).isEqualTo("PUT /api/v1/families/shop family: shop\n# mine");
        assertThat(type).isEqualTo("application/yaml");
    }

    @Test
    void anAnswerWithoutABodyIsEmpty() {
        status = 202;
        answer = "";

        assertThat(platform.post(USER, Service.TRAINING, "/runs/x/cancellation", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, MALFORMED", "401, FORBIDDEN", "403, FORBIDDEN", "404, NOT_FOUND", "409, CONFLICT", "422, INVALID",
            "429, UNAVAILABLE", "500, UNAVAILABLE", "503, UNAVAILABLE"})
    void aRefusalKeepsItsKindItsCodeAndItsWords(int refused, Kind kind) {
        status = refused;
        answer = "{\"code\":\"family-unknown\",\"detail\":\"Family [x] does not exist. Maybe shop\"}";

        assertThatThrownBy(() -> platform.get(USER, Service.INGESTION, "/families/x"))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.code()).isEqualTo("family-unknown");
                    assertThat(e).hasMessage("Family [x] does not exist. Maybe shop");
                });
    }

    @Test
    void allErrorsOfASpecComeWithTheirPlaces() {
        status = 422;
        answer = """
                {"code":"spec-invalid","detail":"2 errors","errors":[{"path":"training.metric","message":"[x] is no metric"},
                 {"path":"key","message":"is empty"}]}""";

        assertThatThrownBy(() -> platform.spec(USER, "POST", "/families", "family: x"))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> assertThat(e.details()).containsExactly(
                        new ManyModelsException.Detail("training.metric", "[x] is no metric"),
                        new ManyModelsException.Detail("key", "is empty")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>a proxy says no</html>", "{", "nonsense"})
    void whatIsNoJsonIsNoAnswerOfAService(String text) {
        answer = text;

        assertUnreachable("scoring");
    }

    @Test
    void aServiceThatIsAwayIsNamed() {
        platform = PlatformFixture.away();

        assertUnreachable("scoring");
    }

    @Test
    void aServiceThatHangsCostsNoMoreThanThePatience() {
        service.createContext("/api/v1/slow", exchange -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        platform = PlatformFixture.at(URI.create("http://127.0.0.1:" + service.getAddress().getPort()),
                Duration.ofMillis(200));

        assertUnreachable("scoring");
    }

    private void assertUnreachable(String name) {
        assertThatThrownBy(() -> platform.get(USER, Service.SCORING, "/slow"))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(e.code()).isEqualTo("service-unreachable");
                    assertThat(e).hasMessageContaining("The %s service does not answer. Maybe".formatted(name));
                });
    }

    @Test
    void aParameterThatIsNotGivenIsNotAskedFor() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("prefix", "a b&c=\"><script>");
        parameters.put("rung", null);
        parameters.put("limit", 50);

        assertThat(Platform.query(parameters)).isEqualTo("prefix=a%20b%26c%3D%22%3E%3Cscript%3E&limit=50");
    }

    /** One part of a page is refused, another one is there: neither knows of the other. */
    @Test
    void aPartSaysWhyItIsNotThere() {
        Parts parts = new Parts();
        Parts.Coming<String> there = parts.ask(() -> "there");
        Parts.Coming<String> away = parts.ask(() -> {
            throw ManyModelsException.unavailable("service-unreachable", "Maybe later", new IOException());
        });
        Parts.Coming<String> none = parts.ask(() -> {
            throw ManyModelsException.notFound("release-missing", "Maybe run it");
        });

        assertThat(there.part().map(String::length).value()).isEqualTo(5);
        assertThat(away.part().map(String::length)).isEqualTo(new Part<>(null, "Maybe later", false));
        assertThat(none.part().missing()).isTrue();
        assertThat(none.part().orElse("nothing")).isEqualTo("nothing");
    }

    /** A fault of our own is none of a service, and must not look like one. */
    @Test
    void aFaultOfThePageItselfIsNoPart() {
        assertThatThrownBy(() -> Parts.now(() -> List.of().getFirst()))
                .isInstanceOf(NoSuchElementException.class);
    }
}
