package io.manymodels.work.rest;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * A POST with an {@code Idempotency-Key} is done once: the same key and body again gets the same answer, another body
 * 422, and a request that comes while the first is worked on 409. Answers are kept for a day.
 */
class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST_KEY = 200;

    private final IdempotencyRepository answers;
    private final HandlerExceptionResolver problems;

    IdempotencyFilter(IdempotencyRepository answers, HandlerExceptionResolver problems) {
        this.answers = answers;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"POST".equals(request.getMethod()) || request.getHeader(HEADER) == null
                || request.getUserPrincipal() == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        byte[] body = request.getInputStream().readAllBytes();
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            problem(request, response, ManyModelsException.malformed("idempotency-key-malformed",
                    "%s has [%d] characters. Maybe a UUID, at most %d".formatted(HEADER, key.length(), LONGEST_KEY)));
            return;
        }
        Principal principal = request.getUserPrincipal();
        var ask = new IdempotencyRepository.Request(key, principal.getName(), request.getRequestURI(), sha256(body));
        if (answers.begin(ask)) {
            first(ask, new BodyRequest(request, body), response, chain);
        } else {
            again(ask, request, response);
        }
    }

    private void first(IdempotencyRepository.Request ask, HttpServletRequest request, HttpServletResponse response,
            FilterChain chain) throws ServletException, IOException {
        ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
        boolean kept = false;
        try {
            chain.doFilter(request, caching);
            if (caching.getStatus() < 300) {
                answers.answered(ask, caching.getStatus(), caching.getHeader(HttpHeaders.LOCATION),
                        new String(caching.getContentAsByteArray(), StandardCharsets.UTF_8));
                kept = true;
            }
        } finally {
            if (!kept) {
                answers.forget(ask);
            }
        }
        caching.copyBodyToResponse();
    }

    private void again(IdempotencyRepository.Request ask, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var found = answers.find(ask);
        Integer status = found.map(IdempotencyRepository.Answer::status).orElse(null);
        if (found.isPresent() && !found.get().bodySha256().equals(ask.bodySha256())) {
            problem(request, response, ManyModelsException.invalid("idempotency-key-reused",
                    "%s [%s] was used with another body. Maybe use a new key".formatted(HEADER, ask.key())));
        } else if (status == null) {
            problem(request, response, ManyModelsException.conflict("idempotency-in-flight",
                    "The first request with %s [%s] is still being worked on. Maybe ask again in a second"
                            .formatted(HEADER, ask.key())));
        } else {
            response.setStatus(status);
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            String location = found.get().location();
            if (location != null) {
                response.setHeader(HttpHeaders.LOCATION, location);
            }
            String body = found.get().body();
            response.getWriter().write(body == null ? "" : body);
        }
    }

    private void problem(HttpServletRequest request, HttpServletResponse response, ManyModelsException problem) {
        problems.resolveException(request, response, null, problem);
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** A request whose body was read already. */
    private static final class BodyRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        BodyRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return bytes.read(target, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("The body is in memory; there is nothing to wait for");
                }
            };
        }
    }
}
