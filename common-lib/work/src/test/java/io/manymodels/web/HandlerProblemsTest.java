package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What callers hear, over a real socket, of what goes wrong in handlers; and what stands in the log alone. */
@ExtendWith(OutputCaptureExtension.class)
class HandlerProblemsTest {

    private static RawHttp.Answer fail(String how) throws Exception {
        return FailingService.http().send("GET /api/v1/failing/" + how, FailingService.VIEWER, Map.of(), new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({"MALFORMED, 400", "TOO_LARGE, 413", "INVALID, 422", "NOT_FOUND, 404", "CONFLICT, 409",
            "FORBIDDEN, 403", "UNAVAILABLE, 503", "UNSUPPORTED, 501"})
    void aProblemOfOursIsToldInItsOwnWords(String kind, int status) throws Exception {
        RawHttp.Answer answer = fail(kind);

        DoorTest.assertProblem(answer, status);
        assertThat(answer.json().path("code").asString()).isEqualTo("some-code");
        assertThat(answer.json().path("detail").asString()).isEqualTo("Thing [x] is. Maybe y");
        assertThat(answer.json().path("instance").asString()).isEqualTo("/api/v1/failing/" + kind);
        assertThat(answer.headers().containsKey("retry-after")).isEqualTo(status == 503);
    }

    @ParameterizedTest
    @CsvSource({"database, 503, database-unavailable, Maybe try again", "pool, 503, database-unavailable, "
            + "Maybe try again", "deadlock, 503, database-unavailable, Maybe try again",
            "character, 400, character-unsupported, Maybe it is the NUL character",
            "duplicate, 500, internal-error, Maybe look for the trace id", "denied, 403, forbidden, Maybe use one with",
            "conversion, 400, bad-request, Maybe a value is missing", "hidden, 422, inner-code, Maybe y",
            "unforeseen, 500, internal-error, Maybe look for the trace id"})
    void whatOthersThrowIsToldWithoutTheirWords(String how, int status, String code, String advice) throws Exception {
        RawHttp.Answer answer = fail(how);

        DoorTest.assertProblem(answer, status);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
        assertThat(answer.json().path("detail").asString()).contains(advice);
        assertThat(answer.body()).doesNotContain("10.0.0.7", "Hikari", "hunter2", "io.manymodels", "Exception",
                "duplicate key");
        assertThat(answer.headers().containsKey("retry-after")).isEqualTo(status == 503);
    }

    @Test
    void whatCallersAreNotToldStandsInTheLog(CapturedOutput output) throws Exception {
        fail("unforeseen");

        assertThat(output).contains("GET /api/v1/failing/unforeseen", "password=hunter2");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/things/a?limit=many, 400, parameter-malformed, limit [many] is not a int",
            "GET, /api/v1/things/a?limit=99999999999, 400, parameter-malformed, [99999999999]",
            "PUT, /api/v1/wishes, 405, method-not-allowed,", "POST, /api/v1/things/a, 405, method-not-allowed,"})
    void whatAHandlerDoesNotTakeIsNamed(String method, String path, int status, String code, @Nullable String detail)
            throws Exception {
        String key = method.equals("GET") ? FailingService.VIEWER : FailingService.OPERATOR;

        RawHttp.Answer answer = FailingService.http().send(method + " " + path, key, Map.of(), new byte[0]);

        DoorTest.assertProblem(answer, status);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
        assertThat(answer.json().path("detail").asString()).contains(detail == null ? "" : detail);
    }
}
