package io.manymodels.web;

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
        problem.setInstance(URI.create(path));
        problem.setProperty("code", code);
        problem.setProperty("traceId", Objects.requireNonNullElse(MDC.get(TraceIdFilter.MDC_KEY), ""));
        return problem;
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
