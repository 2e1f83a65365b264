package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.problem.ManyModelsException.Kind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Handlers that go wrong in every way they can, and what their callers read. */
class ProblemHandlerTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A body that does not take all that its types allow. */
    record Order(String name, int pieces) {
        Order {
            if (pieces > 9) {
                throw ManyModelsException.invalid("pieces-too-many",
                        "pieces [%d] is out of range. Maybe 9".formatted(pieces));
            }
        }
    }

    @RestController
    @SuppressWarnings("DoNotCallSuggester") // It answers with errors: that is what it is for.
    static final class Wrong {

        private static final Map<String, RuntimeException> FAULTS = Map.of(
                "away", new DataAccessResourceFailureException("Connection to db.internal:5432 refused"),
                "slow", new QueryTimeoutException("canceling statement due to statement timeout"),
                "unbegun", new CannotCreateTransactionException("Could not open JDBC Connection"),
                "nul", new DataIntegrityViolationException("insert into run",
                        new SQLException("invalid byte sequence for encoding \"UTF8\": 0x00", "22021")),
                "twice", new DataIntegrityViolationException("insert into run (secret) values",
                        new SQLException("duplicate key value violates unique constraint", "23505")),
                "denied", new AccessDeniedException("no"),
                "unforeseen", new IllegalStateException("jdbc:postgresql://user:pass@db"),
                "parameter", new InvalidParameterException("Invalid chunk starting at byte [4]"),
                "firewall", new RequestRejectedException("The request was rejected because of a secret"));

        @GetMapping("/wrong/{how}")
        String wrong(@PathVariable String how) {
            throw Objects.requireNonNull(FAULTS.get(how));
        }

        @GetMapping("/abandoned")
        void abandoned(HttpServletResponse response) throws IOException {
            response.setContentType("text/csv");
            response.getOutputStream().write('a');
            response.flushBuffer();
            throw new ClientAbortException("Broken pipe");
        }

        @GetMapping({"/ours/{kind}", "/other/ours/{kind}"})
        String ours(@PathVariable Kind kind) {
            throw new ManyModelsException(kind, "thing-wrong", "Thing [7] is wrong. Maybe 8");
        }

        @GetMapping("/flaws")
        String flaws() {
            throw ManyModelsException.invalid("family-spec-invalid", "2 problems",
                    List.of(new Detail("key", "is missing"), new Detail("target", "[x] is no column. Maybe y")));
        }

        @GetMapping("/pages")
        String page(@RequestParam int limit) {
            return "page of " + limit;
        }

        @PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
        String order(@RequestBody Order order) {
            return order.name();
        }
    }

    /** A protocol of others, which says everything in its own way and knows fewer statuses. */
    private static final ErrorShape OTHERS = new ErrorShape() {
        @Override
        public boolean covers(String path) {
            return path.startsWith("/other/");
        }

        @Override
        public HttpStatusCode status(HttpStatusCode status) {
            return status.is4xxClientError() ? HttpStatusCode.valueOf(400) : status;
        }

        @Override
        public MediaType contentType() {
            return MediaType.APPLICATION_JSON;
        }

        @Override
        public Object body(ProblemDetail problem) {
            return Map.of("error", Objects.requireNonNull(problem.getDetail()));
        }

        @Override
        public Class<?> bodyType() {
            return Map.class;
        }
    };

    private final MockMvc service = MockMvcBuilders.standaloneSetup(new Wrong())
            .setControllerAdvice(new ProblemHandler(new ProblemWriter(JSON, List.of(OTHERS)))).build();

    private MockHttpServletResponse get(String path) throws Exception {
        return answer(MockMvcRequestBuilders.get(URI.create(path)));
    }

    private MockHttpServletResponse order(String body) throws Exception {
        return answer(MockMvcRequestBuilders.post("/orders").contentType(MediaType.APPLICATION_JSON).content(body));
    }

    private MockHttpServletResponse answer(RequestBuilder request) throws Exception {
        return service.perform(request).andReturn().getResponse();
    }

    private static JsonNode problem(MockHttpServletResponse answer) throws UnsupportedEncodingException {
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        JsonNode problem = JSON.readTree(answer.getContentAsString());
        assertThat(problem.path("status").asInt()).isEqualTo(answer.getStatus());
        assertThat(problem.path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(problem.path("title").asString()).isNotEmpty();
        return problem;
    }

    @ParameterizedTest
    @CsvSource({"away, 503, database-unavailable", "slow, 503, database-unavailable",
            "unbegun, 503, database-unavailable", "nul, 400, character-unsupported", "twice, 500, internal-error",
            "denied, 403, forbidden", "unforeseen, 500, internal-error", "parameter, 400, request-rejected",
            "firewall, 400, request-rejected"})
    void whatGoesWrongHasItsStatusAndItsCodeAndKeepsItsInsides(String how, int status, String code) throws Exception {
        MockHttpServletResponse answer = get("/wrong/" + how);
        JsonNode problem = problem(answer);

        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("instance").asString()).isEqualTo("/wrong/" + how);
        assertThat(problem.path("detail").asString()).contains("Maybe");
        assertThat(answer.getContentAsString()).doesNotContain("jdbc", "JDBC", "secret", "5432", "constraint",
                "Exception");
    }

    @Test
    void whoWentAwayIsToldNothing() throws Exception {
        MockHttpServletResponse answer = get("/abandoned");

        assertThat(answer.getStatus() + " " + answer.getContentAsString()).isEqualTo("200 a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "slow", "unbegun", "ours/UNAVAILABLE"})
    void whoeverCanComeAgainIsToldWhen(String how) throws Exception {
        String path = how.contains("/") ? "/" + how : "/wrong/" + how;

        assertThat(get(path).getHeader("Retry-After")).isEqualTo("2");
        assertThat(get("/wrong/unforeseen").getHeader("Retry-After")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"MALFORMED, 400", "TOO_LARGE, 413", "INVALID, 422", "NOT_FOUND, 404", "CONFLICT, 409",
            "FORBIDDEN, 403", "UNAVAILABLE, 503", "UNSUPPORTED, 501"})
    void ourProblemsSayWhatTheySay(String kind, int status) throws Exception {
        MockHttpServletResponse answer = get("/ours/" + kind);

        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(problem(answer).path("detail").asString()).isEqualTo("Thing [7] is wrong. Maybe 8");
        assertThat(problem(answer).path("code").asString()).isEqualTo("thing-wrong");
    }

    @Test
    void everyFlawIsNamedWithItsPlace() throws Exception {
        assertThat(problem(get("/flaws")).path("errors")).isEqualTo(JSON.readTree("""
                [{"path":"key","message":"is missing"},{"path":"target","message":"[x] is no column. Maybe y"}]"""));
    }

    @ParameterizedTest
    @CsvSource({"/pages?limit=x, 400, parameter-malformed, limit [x] is not a int",
            "/pages?limit=99999999999, 400, parameter-malformed, limit [99999999999] is not a int",
            "/ours/STRANGE, 400, parameter-malformed, kind [STRANGE] is not a Kind",
            "/pages, 400, bad-request, Required parameter 'limit' is not present."})
    void aParameterOfAnotherTypeIsNamed(String path, int status, String code, String detail) throws Exception {
        JsonNode problem = problem(get(path));

        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("detail").asString()).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"name\":[1]}", "{\"name\":\"a\",\"pieces\":\"many\"}", "\u0000", "nul"})
    void aBodyThatIsNoneIsRefusedWithoutNamesOfClasses(String body) throws Exception {
        JsonNode problem = problem(order(body));

        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("code").asString()).isEqualTo("bad-request");
        assertThat(problem.path("detail").asString()).startsWith("The body is").doesNotContain("io.manymodels",
                "Order");
    }

    @Test
    void aBodyThatItsRecordDoesNotTakeSaysWhatTheRecordSays() throws Exception {
        JsonNode problem = problem(order("{\"name\":\"a\",\"pieces\":10}"));

        assertThat(problem.path("status").asInt()).isEqualTo(422);
        assertThat(problem.path("code").asString()).isEqualTo("pieces-too-many");
        assertThat(problem.path("detail").asString()).isEqualTo("pieces [10] is out of range. Maybe 9");
        assertThat(order("{\"name\":\"a\",\"pieces\":9}").getContentAsString()).isEqualTo("a");
    }

    @Test
    void whatSpringRefusesItselfHasACodeToo() throws Exception {
        MockHttpServletResponse method = answer(MockMvcRequestBuilders.delete("/orders"));
        MockHttpServletResponse type = answer(MockMvcRequestBuilders.post("/orders")
                .contentType(MediaType.TEXT_PLAIN).content("hello"));

        assertThat(method.getStatus()).isEqualTo(405);
        assertThat(method.getHeader("Allow")).isEqualTo("POST");
        assertThat(problem(method).path("code").asString()).isEqualTo("method-not-allowed");
        assertThat(type.getStatus()).isEqualTo(415);
        assertThat(problem(type).path("code").asString()).isEqualTo("unsupported-media-type");
    }

    @Test
    void aProtocolOfOthersSaysItInItsOwnWay() throws Exception {
        MockHttpServletResponse conflict = get("/other/ours/CONFLICT");
        MockHttpServletResponse away = get("/other/ours/UNAVAILABLE");

        assertThat(conflict.getStatus()).isEqualTo(400);
        assertThat(conflict.getContentType()).isEqualTo("application/json");
        assertThat(conflict.getContentAsString()).isEqualTo("{\"error\":\"Thing [7] is wrong. Maybe 8\"}");
        assertThat(away.getStatus()).isEqualTo(503);
        assertThat(away.getHeader("Retry-After")).isEqualTo("2");
    }
}
