package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Gives problems the shape that the caller's path has, be it from a handler, a filter or the server itself. */
final class ProblemWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);
    private static final String SECONDS_TO_WAIT = "2";

    private final JsonMapper json;
    private final List<ErrorShape> shapes;

    ProblemWriter(JsonMapper json, List<ErrorShape> shapes) {
        this.json = json;
        this.shapes = List.copyOf(shapes);
    }

    /** For handlers: Spring writes it. */
    ResponseEntity<Object> entity(ProblemDetail problem, String path, HttpHeaders headers) {
        ErrorShape shape = shape(path);
        HttpStatusCode status = shape.status(HttpStatusCode.valueOf(problem.getStatus()));
        // Those of Spring's own exceptions are often read-only.
        HttpHeaders own = HttpHeaders.copyOf(headers);
        own.setContentType(shape.contentType());
        retryAfter(status, own);
        return new ResponseEntity<>(shape.body(problem), own, status);
    }

    private static void retryAfter(HttpStatusCode status, HttpHeaders headers) {
        if (status.value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            headers.set(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
        }
    }

    /** For what goes wrong outside handlers. Nothing is written where an answer is on its way already. */
    void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        ErrorShape shape = shape(request.getRequestURI());
        HttpStatusCode status = shape.status(HttpStatusCode.valueOf(problem.getStatus()));
        response.resetBuffer();
        response.setStatus(status.value());
        response.setContentType(shape.contentType().toString());
        if (status.value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
        }
        // Bytes, because a writer would put its own character set behind the content type.
        response.getOutputStream().write(json.writeValueAsBytes(shape.body(problem)));
        response.flushBuffer();
    }

    void write(HttpServletRequest request, HttpServletResponse response, ManyModelsException e) throws IOException {
        log(request, e);
        write(request, response, Problems.of(e, request.getRequestURI()));
    }

    /** The shape of a path. */
    ErrorShape shape(String path) {
        return shapes.stream().filter(shape -> shape.covers(path)).findFirst().orElse(ErrorShape.PROBLEM_DETAILS);
    }

    String text(ErrorShape shape, ProblemDetail problem) {
        return json.writeValueAsString(shape.body(problem));
    }

    static void log(HttpServletRequest request, ManyModelsException e) {
        if (Problems.status(e).is5xxServerError()) {
            LOG.warn("{} {}: {} {}", request.getMethod(), request.getRequestURI(), e.code(), e.getMessage(), e);
        }
    }
}
