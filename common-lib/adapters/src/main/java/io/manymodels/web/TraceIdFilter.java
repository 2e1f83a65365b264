package io.manymodels.web;

import io.manymodels.trace.TraceParent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a trace id: that of the server's span where spans are recorded, else the caller's, from {@code
 * traceparent} (W3C Trace Context), or a new one where that is none. It stands in every log line of the request, in problem details, and in the answer's {@code X-Trace-Id}.
 */
class TraceIdFilter extends OncePerRequestFilter {

    private static final String ATTRIBUTE = TraceIdFilter.class.getName() + ".traceId";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String ofSpan = MDC.get(TraceParent.FIELD);
        String traceId = ofSpan != null ? ofSpan : traceId(request);
        request.setAttribute(ATTRIBUTE, traceId);
        response.setHeader("X-Trace-Id", traceId);
        if (ofSpan != null) {
            chain.doFilter(request, response);
            return;
        }
        try (MDC.MDCCloseable _ = MDC.putCloseable(TraceParent.FIELD, traceId)) {
            chain.doFilter(request, response);
        }
    }

    private static String traceId(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String known
                ? known
                : TraceParent.traceId(request.getHeader(TraceParent.HEADER)).orElseGet(TraceParent::newTraceId);
    }

    /** The problem that the server makes of a refused request is a part of the same trace. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
