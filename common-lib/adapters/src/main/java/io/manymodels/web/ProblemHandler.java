package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The one place where exceptions become HTTP: RFC 9457 problem details with a stable code and a trace id. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    ResponseEntity<Object> handle(ManyModelsException e, HttpServletRequest request) {
        HttpStatus status = switch (e.kind()) {
            case MALFORMED -> HttpStatus.BAD_REQUEST;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case UNSUPPORTED -> HttpStatus.NOT_IMPLEMENTED;
        };
        if (status.is5xxServerError()) {
            LOG.warn("{} {}: {} {}", request.getMethod(), request.getRequestURI(), e.code(), e.getMessage(), e);
        }
        ProblemDetail problem = Problems.of(status, e.code(), e.getMessage(), request.getRequestURI());
        if (!e.details().isEmpty()) {
            problem.setProperty("errors", e.details());
        }
        return answer(problem);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class,
            CannotCreateTransactionException.class})
    ResponseEntity<Object> databaseAway(Exception e, HttpServletRequest request) {
        LOG.warn("{} {}: the database did not answer", request.getMethod(), request.getRequestURI(), e);
        return answer(Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable",
                "The database did not answer in time. Maybe try again in a few seconds", request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> denied(AccessDeniedException e, HttpServletRequest request) {
        return answer(Problems.of(HttpStatus.FORBIDDEN, "forbidden",
                "This API key may not do that. Maybe use one with another role", request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        Class<?> type = e.getRequiredType();
        return answer(Problems.of(HttpStatus.BAD_REQUEST, "parameter-malformed", "%s [%s] is not a %s".formatted(
                e.getName(), e.getValue(), type == null ? "value of its type" : type.getSimpleName()),
                request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        LOG.error("{} {}", request.getMethod(), request.getRequestURI(), e);
        return answer(Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
                "Something unforeseen went wrong here. Maybe look for the trace id in this service's log",
                request.getRequestURI()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException e,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, Problems.readable(e));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    /** Adds code and trace id to the problems that Spring makes itself. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem) {
            problem.setProperty("code", Problems.code(status));
            problem.setProperty("traceId", Objects.requireNonNullElse(MDC.get(TraceIdFilter.MDC_KEY), ""));
            if (problem.getInstance() == null) {
                problem.setInstance(URI.create(request.getDescription(false).replaceFirst("^uri=", "")));
            }
        }
        if (body instanceof ProblemDetail problem && isOpenInference(problem)) {
            headers.setContentType(MediaType.APPLICATION_JSON);
            return new ResponseEntity<>(openInferenceError(problem), headers, status);
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(body, headers, status);
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        boolean openInference = isOpenInference(problem);
        // The Open Inference Protocol knows one status for everything that is wrong with a request.
        int status = openInference && problem.getStatus() == HttpStatus.UNPROCESSABLE_CONTENT.value()
                ? HttpStatus.BAD_REQUEST.value()
                : problem.getStatus();
        var builder = ResponseEntity.status(status)
                .contentType(openInference ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            builder.header(HttpHeaders.RETRY_AFTER, "2");
        }
        return builder.body(openInference ? openInferenceError(problem) : problem);
    }

    /** Errors of the Open Inference Protocol are {@code {"error"}}, never problem details. */
    private static boolean isOpenInference(ProblemDetail problem) {
        URI path = problem.getInstance();
        return path != null && (path.getPath().equals("/v2") || path.getPath().startsWith("/v2/"));
    }

    private static Map<String, String> openInferenceError(ProblemDetail problem) {
        return Map.of("error",
                Objects.requireNonNullElse(problem.getDetail(), String.valueOf(problem.getTitle())));
    }
}
