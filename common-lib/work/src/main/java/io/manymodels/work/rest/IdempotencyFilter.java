package io.manymodels.work.rest;

import io.manymodels.digest.Sha256;
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
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * A POST with an {@code Idempotency-Key} is done once: the same key and body again gets the same answer, another body
 * 422, and a request that comes while the first is worked on 409. Answers are kept for a day.
 *
 * <p>The answer is stored in the transaction of what it answers, which the whole request is: a process that dies leaves
 * both or none, and a lock that ends with that transaction keeps everybody else out meanwhile. An answer of 300 or more
 * undoes whatever was done for it, and the key is free. Bodies are bounded by package web before they are read here.
 */
class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST_KEY = 200;

    private final IdempotencyRepository answers;
    private final TransactionTemplate transaction;

    IdempotencyFilter(IdempotencyRepository answers, TransactionTemplate transaction) {
        this.answers = answers;
        this.transaction = transaction;
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
            throw ManyModelsException.malformed("idempotency-key-malformed",
                    "%s has [%d] characters. Maybe a UUID, at most %d".formatted(HEADER, key.length(), LONGEST_KEY));
        }
        Principal principal = request.getUserPrincipal();
        var ask = new IdempotencyRepository.Request(key, principal.getName(), request.getRequestURI(),
                Sha256.hex(body));
        ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
        Optional<IdempotencyRepository.Answer> earlier = once(ask, new BodyRequest(request, body), caching, chain);
        if (earlier.isPresent()) {
            again(earlier.get(), response);
        } else {
            caching.copyBodyToResponse();
        }
    }

    /** What was answered before; empty when the request was worked on now. */
    private Optional<IdempotencyRepository.Answer> once(IdempotencyRepository.Request ask, HttpServletRequest request,
            ContentCachingResponseWrapper response, FilterChain chain) throws ServletException, IOException {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                if (!answers.lock(ask)) {
                    throw ManyModelsException.conflict("idempotency-in-flight",
                            "The first request with %s [%s] is still being worked on. Maybe ask again in a second"
                                    .formatted(HEADER, ask.key()));
                }
                Optional<IdempotencyRepository.Answer> found = answers.find(ask);
                if (found.isPresent()) {
                    if (!found.get().bodySha256().equals(ask.bodySha256())) {
                        throw ManyModelsException.invalid("idempotency-key-reused",
                                "%s [%s] was used with another body. Maybe use a new key".formatted(HEADER,
                                        ask.key()));
                    }
                    return found;
                }
                work(request, response, chain);
                if (response.getStatus() < 300) {
                    answers.keep(ask, new IdempotencyRepository.Answer(ask.bodySha256(), response.getStatus(),
                            response.getHeader(HttpHeaders.LOCATION),
                            new String(response.getContentAsByteArray(), StandardCharsets.UTF_8)));
                } else {
                    status.setRollbackOnly();
                }
                return Optional.<IdempotencyRepository.Answer>empty();
            }));
        } catch (Unworked e) {
            if (e.getCause() instanceof ServletException servlet) {
                throw servlet;
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private static void work(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException e) {
            throw new Unworked(e);
        }
    }

    /** Carries a checked exception through the transaction, which it undoes. */
    private static final class Unworked extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unworked(Exception cause) {
            super(cause);
        }
    }

    private static void again(IdempotencyRepository.Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        if (answer.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, answer.location());
        }
        response.getWriter().write(answer.body());
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
