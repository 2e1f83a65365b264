package io.manymodels.console.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** The same refusal, as a person reads it and as a program does. */
class ProblemPageTest {

    private final ProblemPage problems = new ProblemPage(new ProblemWriter(JsonMapper.shared()));
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/families/shop");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @ParameterizedTest
    @CsvSource({"MALFORMED, 400", "FORBIDDEN, 403", "NOT_FOUND, 404", "CONFLICT, 409", "TOO_LARGE, 413", "INVALID, 422",
            "UNSUPPORTED, 501", "UNAVAILABLE, 503"})
    void aPersonGetsAPageWithTheSameWords(Kind kind, int status) {
        ModelAndView page = Objects.requireNonNull(problems.resolveException(request, response, null,
                new ManyModelsException(kind, "some-code", "Family [x] is odd. Maybe shop")));

        assertThat(Objects.requireNonNull(page.getStatus()).value()).isEqualTo(status);
        assertThat(page.getModel()).containsEntry("message", "Family [x] is odd. Maybe shop")
                .containsEntry("code", "some-code");
    }

    /** Nothing that had been prepared as an answer may stand before the problem. */
    @Test
    void aProgramGetsTheProblemAlone() throws Exception {
        request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer x");
        response.addHeader("Content-Disposition", "attachment; filename=\"report.html\"");
        response.getWriter().write("<html>half a rep");

        ModelAndView done = Objects.requireNonNull(problems.resolveException(request, response, null,
                ManyModelsException.notFound("release-missing", "No \"release\". Maybe run it")));

        assertThat(done.isEmpty()).isTrue();
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getHeader("Content-Disposition")).isNull();
        assertThat(JsonMapper.shared().readTree(response.getContentAsString())).isEqualTo(JsonMapper.shared().readTree("""
                {"type":"about:blank","title":"Not Found","status":404,"code":"release-missing",
                 "detail":"No \\"release\\". Maybe run it"}"""));
    }

    @Test
    void aFaultOfOurOwnIsLeftToTheErrorPage() {
        assertThat(problems.resolveException(request, response, null, new IllegalStateException("bug"))).isNull();
    }
}
