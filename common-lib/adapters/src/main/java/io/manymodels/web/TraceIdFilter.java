package io.manymodels.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a trace id: the caller's, from {@code traceparent} (W3C Trace Context), or a new one where that is
 * none. It stands in every log line of the request, in problem details, and in the answer's {@code X-Trace-Id}.
 */
class TraceIdFilter extends OncePerRequestFilter {

    static final String MDC_KEY = "traceId";
    private static final String ATTRIBUTE = TraceIdFilter.class.getName() + ".traceId";
    private static final Pattern TRACEPARENT = Pattern
            .compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String traceId = request.getAttribute(ATTRIBUTE) instanceof String known
                ? known
                : traceId(request.getHeader("traceparent"));
        request.setAttribute(ATTRIBUTE, traceId);
        response.setHeader("X-Trace-Id", traceId);
        try (MDC.MDCCloseable _ = MDC.putCloseable(MDC_KEY, traceId)) {
            chain.doFilter(request, response);
        }
    }

    /** The problem that the server makes of a refused request is a part of the same trace. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static String traceId(@Nullable String traceparent) {
        if (traceparent != null) {
            Matcher matcher = TRACEPARENT.matcher(traceparent);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return newTraceId();
    }

    static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
