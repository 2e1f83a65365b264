package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.sql.SqlState;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Where the exceptions of handlers become HTTP: RFC 9457 problem details with a stable code and a trace id. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private final ProblemWriter problems;

    ProblemHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(ManyModelsException e, HttpServletRequest request) {
        ProblemWriter.log(request, e);
        return answer(Problems.of(e, request.getRequestURI()), request);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class,
            CannotCreateTransactionException.class})
    ResponseEntity<Object> databaseAway(Exception e, HttpServletRequest request) {
        LOG.warn("{} {}: the database did not answer", request.getMethod(), request.getRequestURI(), e);
        return answer(Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable",
                "The database did not answer in time. Maybe try again in a few seconds", request.getRequestURI()),
                request);
    }

    /** Whatever the request brought it in: a parameter, a part of the path, or somewhere in the body. */
    @ExceptionHandler
    ResponseEntity<Object> integrity(DataIntegrityViolationException e, HttpServletRequest request) {
        if (SqlState.isOfCharacter(e)) {
            return answer(Problems.of(HttpStatus.BAD_REQUEST, "character-unsupported",
                    "The request holds a character that cannot be stored. Maybe it is the NUL character",
                    request.getRequestURI()), request);
        }
        return unexpected(e, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> denied(AccessDeniedException e, HttpServletRequest request) {
        return answer(Problems.of(HttpStatus.FORBIDDEN, "forbidden",
                "This API key may not do that. Maybe use one with another role", request.getRequestURI()), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        Class<?> type = e.getRequiredType();
        return answer(Problems.of(HttpStatus.BAD_REQUEST, "parameter-malformed", "%s [%s] is not a %s".formatted(
                e.getName(), e.getValue(), type == null ? "value of its type" : type.getSimpleName()),
                request.getRequestURI()), request);
    }

    /** The server and the firewall look at names and values only when a handler asks for them. */
    @ExceptionHandler({InvalidParameterException.class, RequestRejectedException.class})
    ResponseEntity<Object> rejected(RuntimeException e, HttpServletRequest request) {
        LOG.info("{} {}: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
        return answer(Problems.rejected(request.getRequestURI()), request);
    }

    /** A body whose values are of the right types and that its record still does not take. */
    @ExceptionHandler
    ResponseEntity<Object> unconvertible(HttpMessageConversionException e, HttpServletRequest request) {
        if (NestedExceptionUtils.getMostSpecificCause(e) instanceof ManyModelsException problem) {
            return handle(problem, request);
        }
        LOG.info("{} {}: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
        return answer(Problems.of(HttpStatus.BAD_REQUEST, "bad-request",
                "The body is not readable. Maybe a value is missing or of another type than the field",
                request.getRequestURI()), request);
    }

    /** In the middle of what was written to it: nobody is there to be told. */
    @ExceptionHandler
    void clientGone(ClientAbortException e, HttpServletRequest request) {
        LOG.info("{} {}: the client went away: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        LOG.error("{} {}", request.getMethod(), request.getRequestURI(), e);
        return answer(Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
                "Something unforeseen went wrong here. Maybe look for the trace id in this service's log",
                request.getRequestURI()), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException e,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (NestedExceptionUtils.getMostSpecificCause(e) instanceof ManyModelsException problem) {
            return problems.entity(Problems.of(problem, path(request)), path(request), headers);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, Problems.readable(e));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    /** Adds code and trace id to the problems that Spring makes itself. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = body instanceof ProblemDetail made
                ? Problems.completed(made, Problems.code(status), path(request))
                : Problems.of(status, "The request was refused", path(request));
        return problems.entity(problem, path(request), headers);
    }

    private ResponseEntity<Object> answer(ProblemDetail problem, HttpServletRequest request) {
        return problems.entity(problem, request.getRequestURI(), new HttpHeaders());
    }

    private static String path(WebRequest request) {
        return request.getDescription(false).replaceFirst("^uri=", "");
    }
}
