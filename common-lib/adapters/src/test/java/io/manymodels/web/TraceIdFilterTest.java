package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class TraceIdFilterTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final TraceIdFilter filter = new TraceIdFilter();
    private final AtomicReference<String> logged = new AtomicReference<>();

    /** What the caller is told; what the log has while the request runs is in {@link #logged}. */
    private String traced(MockHttpServletRequest request) throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, (_, _) -> logged.set(MDC.get("traceId")));
        return Objects.requireNonNull(response.getHeader("X-Trace-Id"));
    }

    private static MockHttpServletRequest with(String traceparent) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("traceparent", traceparent);
        return request;
    }

    @Test
    void theTraceOfTheCallerIsThatOfTheRequest() throws Exception {
        assertThat(traced(with("00-" + TRACE + "-00f067aa0ba902b7-01"))).isEqualTo(TRACE);
        assertThat(logged).hasValue(TRACE);
        assertThat(MDC.get("traceId")).as("afterwards").isNull();
    }

    /** W3C Trace Context, 3.2.2: of another version, all zero, in capitals, too short, too long, with more behind. */
    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "01-" + TRACE + "-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-" + TRACE + "-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7",
            "00-" + TRACE + "0-00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7-01-more",
            "00-" + TRACE + "-00f067aa0ba902b7-01\nX: y"})
    void whatIsNoTraceIsReplacedByANewOne(String traceparent) throws Exception {
        assertThat(traced(with(traceparent))).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
    }

    @Property(tries = 200)
    void nothingOfTheCallersReachesTheLogUnlessItIsATrace(@ForAll String traceparent) throws Exception {
        assertThat(traced(with(traceparent))).matches("[0-9a-f]{32}");
    }

    /** It was begun by the server, of the caller's trace where there was one, and is ended by the server. */
    @Test
    void whereASpanIsRecordedItsTraceIsThatOfTheRequest() throws Exception {
        String ofSpan = "0af7651916cd43dd8448eb211c80319c";
        try (var _ = MDC.putCloseable("traceId", ofSpan)) {
            assertThat(traced(with("00-" + TRACE + "-00f067aa0ba902b7-01"))).isEqualTo(ofSpan);
            assertThat(logged).hasValue(ofSpan);
            assertThat(MDC.get("traceId")).as("until the span ends").isEqualTo(ofSpan);
        }
    }

    @Test
    void eachRequestHasATraceOfItsOwn() throws Exception {
        assertThat(traced(new MockHttpServletRequest())).isNotEqualTo(traced(new MockHttpServletRequest()));
    }

    /** The server sends a refused request through the filters again, to have an error made of it. */
    @Test
    void theErrorOfARequestIsOfItsTrace() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        String trace = traced(request);

        request.setDispatcherType(jakarta.servlet.DispatcherType.ERROR);
        request.setAttribute(jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI, "/a");

        assertThat(traced(request)).isEqualTo(trace);
    }

    @Test
    void aRequestThatFailsLeavesNoTraceToTheNextOfItsThread() {
        assertThatThrownBy(() -> filter.doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(),
                (_, _) -> {
                    throw new ServletException("a handler's");
                })).hasMessage("a handler's");

        assertThat(MDC.get("traceId")).isNull();
    }
}
