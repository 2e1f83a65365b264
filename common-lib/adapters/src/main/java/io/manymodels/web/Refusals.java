package io.manymodels.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Says no to those who have no key, or not the role, or ask for what is no address; and writes down whom it refused what. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        refuse(request, response, e, Problems.of(HttpStatus.UNAUTHORIZED, "unauthenticated",
                "An API key is missing or not known. Maybe send Authorization: Bearer <api key>",
                request.getRequestURI()));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        refuse(request, response, e, Problems.of(HttpStatus.FORBIDDEN, "forbidden",
                "This API key may not do that. Maybe use one with another role", request.getRequestURI()));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        refuse(request, response, e, Problems.rejected(request.getRequestURI()));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Exception reason,
            ProblemDetail problem) throws IOException {
        LOG.info("Refused {} {} to [{}] at [{}] with {}: {}", request.getMethod(), request.getRequestURI(),
                name(request.getUserPrincipal()), request.getRemoteAddr(), problem.getStatus(), reason.getMessage());
        problems.write(request, response, problem);
    }

    private static String name(@Nullable Principal caller) {
        return caller == null ? "nobody known" : caller.getName();
    }
}
