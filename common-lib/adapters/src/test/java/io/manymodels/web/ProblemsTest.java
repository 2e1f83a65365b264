package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.problem.ManyModelsException.Kind;
import io.manymodels.trace.TraceParent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.mock.http.MockHttpInputMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What every error of every service has in common. */
class ProblemsTest {

    private static final String PATH = "/api/v1/families/shop";

    private static Map<String, Object> properties(ProblemDetail problem) {
        return Objects.requireNonNull(problem.getProperties());
    }

    @ParameterizedTest
    @CsvSource({"MALFORMED, 400, Bad Request", "TOO_LARGE, 413, Content Too Large",
            "INVALID, 422, Unprocessable Content", "NOT_FOUND, 404, Not Found", "CONFLICT, 409, Conflict",
            "FORBIDDEN, 403, Forbidden", "UNAVAILABLE, 503, Service Unavailable", "UNSUPPORTED, 501, Not Implemented"})
    void eachKindOfProblemHasItsStatus(Kind kind, int status, String title) {
        ProblemDetail problem = Problems.of(new ManyModelsException(kind, "some-code", "Thing [x] is. Maybe y"), PATH);

        assertThat(problem.getStatus()).isEqualTo(status);
        assertThat(problem.getTitle()).isEqualTo(title);
        assertThat(problem.getDetail()).isEqualTo("Thing [x] is. Maybe y");
        assertThat(problem.getInstance()).isEqualTo(URI.create(PATH));
        assertThat(properties(problem)).containsEntry("code", "some-code").doesNotContainKey("errors");
    }

    @Test
    void everythingThatIsWrongIsListed() {
        List<Detail> details = List.of(new Detail("key", "is missing"), new Detail("target", "is missing"));

        ProblemDetail problem = Problems.of(ManyModelsException.invalid("family-spec-invalid", "2 problems", details),
                PATH);

        assertThat(properties(problem)).containsEntry("errors", details);
    }

    @Test
    void aProblemIsFoundInTheLogByItsTrace() {
        ProblemDetail without = Problems.of(HttpStatus.CONFLICT, "c", "d", PATH);
        ProblemDetail within;
        try (var _ = MDC.putCloseable(TraceParent.FIELD, "4bf92f3577b34da6a3ce929d0e0e4736")) {
            within = Problems.of(HttpStatus.CONFLICT, "c", "d", PATH);
        }

        assertThat(properties(within)).containsEntry("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(properties(without).get("traceId")).asString().matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a|b", "/%zz", "/a\u0000", "http://["})
    void whatIsNoAddressIsNoInstance(String path) {
        assertThat(Problems.rejected(path).getInstance()).isNull();
        assertThat(Problems.rejected(path).getDetail()).contains("Maybe");
    }

    @Test
    void anInstanceThatIsThereStays() {
        ProblemDetail made = ProblemDetail.forStatus(400);
        made.setInstance(URI.create("/original"));

        assertThat(Problems.completed(made, "c", PATH).getInstance()).isEqualTo(URI.create("/original"));
    }

    @ParameterizedTest
    @CsvSource({"400, bad-request, Bad Request", "404, not-found, Not Found", "405, method-not-allowed, "
            + "Method Not Allowed", "415, unsupported-media-type, Unsupported Media Type",
            "418, i'm-a-teapot, "
                    + "I'm a teapot",
            "499, http-499, Error", "999, http-999, Error"})
    void aStatusIsItsOwnCodeInWords(int status, String code, String title) {
        ProblemDetail problem = Problems.of(HttpStatusCode.valueOf(status), "The request was refused", PATH);

        assertThat(properties(problem)).containsEntry("code", code);
        assertThat(problem.getTitle()).isEqualTo(title);
        assertThat(problem.getStatus()).isEqualTo(status);
    }

    /** What a handler takes; its name is nobody's business outside. */
    record Wish(String name, List<Integer> numbers, Thread.State state) {}

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":{}}", "{\"numbers\":{\"a\":1}}", "{\"state\":\"HAPPY\"}", "{\"numbers\":[{}]}",
            "{", "[", "{\"name\":\"a\"", "{\"numbers\":[\"x\"]}", "{'name':1}", "{\"name\":\"a\\u0000\n\"}"})
    void aBodyIsToldWhereItIsWrongAndNoNamesOfClasses(String body) {
        String told = Problems.readable(unreadable(body));

        assertThat(told).contains("line 1").doesNotContain("io.manymodels").doesNotContain("java.")
                .doesNotContain("Wish").doesNotContain("tools.jackson");
    }

    @Test
    void withoutABodyItIsSaidWhatToSend() {
        HttpMessageNotReadableException none = new HttpMessageNotReadableException("Required request body is missing: "
                + "io.manymodels.Secret", message());

        assertThat(Problems.readable(none)).isEqualTo(
                "The body is missing or not readable. Maybe send JSON with Content-Type: application/json");
    }

    private static HttpMessageNotReadableException unreadable(String body) {
        try {
            throw new AssertionError("was read as " + JsonMapper.shared().readValue(body, Wish.class));
        } catch (JacksonException e) {
            return new HttpMessageNotReadableException("JSON parse error", e, message());
        }
    }

    private static HttpInputMessage message() {
        return new MockHttpInputMessage(new byte[0]);
    }
}
