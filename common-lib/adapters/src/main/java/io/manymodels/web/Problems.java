package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.trace.TraceParent;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;

/** Makes problem details. */
final class Problems {

    private Problems() {}

    static ProblemDetail of(HttpStatus status, String code, String detail, String path) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(status.getReasonPhrase());
        return completed(problem, code, path);
    }

    static ProblemDetail of(ManyModelsException e, String path) {
        ProblemDetail problem = of(status(e), e.code(), e.getMessage(), path);
        if (!e.details().isEmpty()) {
            problem.setProperty("errors", e.details());
        }
        return problem;
    }

    /** For a request that means nothing here, whatever it asks for. */
    static ProblemDetail rejected(String path) {
        return of(HttpStatus.BAD_REQUEST, "request-rejected",
                "The address, a parameter or a header of the request holds what is not allowed there. Maybe a control character, a broken percent-encoding or a parameter without a name",
                path);
    }

    /** For a status that somebody else decided on. */
    static ProblemDetail of(HttpStatusCode status, String detail, String path) {
        HttpStatus known = HttpStatus.resolve(status.value());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(known == null ? "Error" : known.getReasonPhrase());
        return completed(problem, code(status), path);
    }

    /** With what every problem of ours carries beside its text. */
    static ProblemDetail completed(ProblemDetail problem, String code, String path) {
        problem.setProperty("code", code);
        problem.setProperty("traceId", Objects.requireNonNullElseGet(MDC.get(TraceParent.FIELD),
                TraceParent::newTraceId));
        if (problem.getInstance() == null) {
            try {
                problem.setInstance(URI.create(path));
            } catch (IllegalArgumentException _) {
                // What was asked for is no address, so the problem has none.
            }
        }
        return problem;
    }

    static HttpStatus status(ManyModelsException e) {
        return HttpStatus.valueOf(e.kind().status());
    }

    /** The code of a problem that has none of its own: its status in words. */
    static String code(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null
                ? "http-" + status.value()
                : known.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** What is wrong with a body, without naming classes of ours. */
    static String readable(HttpMessageNotReadableException e) {
        if (e.getCause() instanceof JacksonException json) {
            String message = json.getOriginalMessage();
            String where = json.getLocation() == null
                    ? ""
                    : " at line %d, column %d".formatted(json.getLocation().getLineNr(),
                            json.getLocation().getColumnNr());
            return "The body is not readable%s: %s".formatted(where,
                    message.replaceAll("\\(class [^)]*\\)", "").replaceAll("`[a-z]+(\\.[A-Za-z$]+)+[^`]*`",
                            "the expected type"));
        }
        return "The body is missing or not readable. Maybe send JSON with Content-Type: application/json";
    }
}
