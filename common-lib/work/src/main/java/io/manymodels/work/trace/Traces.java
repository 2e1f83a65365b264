package io.manymodels.work.trace;

import io.manymodels.trace.TraceParent;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What follows from a request belongs to its trace: a run and a fact keep what {@link #now} says, and whoever works on them
 * goes on with that. Where spans are recorded, each step is one, below what it follows from; where not, log lines have the
 * trace's id all the same.
 */
public final class Traces {

    /** Fields of log lines that a span has too. */
    private static final List<String> TAGS = List.of("run", "family", "task");

    private final Tracer tracer;
    private final Propagator propagator;

    Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** What is done now, as others may go on with it; null where it belongs to no trace. */
    public @Nullable String now() {
        Map<String, String> headers = new HashMap<>();
        Span span = tracer.currentSpan();
        if (span != null) {
            propagator.inject(span.context(), headers, (_, name, value) -> headers.put(name, value));
        }
        String traceId = MDC.get(TraceParent.FIELD);
        return headers.containsKey(TraceParent.HEADER) || traceId == null
                ? headers.get(TraceParent.HEADER)
                : TraceParent.unrecorded(traceId);
    }

    /**
     * Goes on with a trace until the step is closed; where there is none, with the present one, or a new one.
     *
     * @param name of the step: one of few
     */
    public Step goOn(@Nullable String traceparent, String name) {
        Span span = traceparent == null
                ? tracer.nextSpan().name(name).start()
                : propagator.extract(traceparent, (_, header) -> header.equals(TraceParent.HEADER) ? traceparent : null)
                        .name(name).start();
        return span.context().traceId().isEmpty()
                ? new LoggedStep(traceparent)
                : new SpanStep(span, tracer.withSpan(span));
    }

    /** The present step did not do what it was to do. */
    public void failed(Throwable cause) {
        Span span = tracer.currentSpan();
        if (span != null) {
            span.error(cause);
        }
    }

    /** A part of a trace, on the thread that began it. */
    public sealed interface Step extends AutoCloseable {

        @Override
        void close();
    }

    private record SpanStep(Span span, Tracer.SpanInScope scope) implements Step {

        SpanStep {
            for (String tag : TAGS) {
                String value = MDC.get(tag);
                if (value != null) {
                    span.tag(tag, value);
                }
            }
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    private static final class LoggedStep implements Step {

        private final @Nullable String before = MDC.get(TraceParent.FIELD);

        LoggedStep(@Nullable String traceparent) {
            MDC.put(TraceParent.FIELD, TraceParent.traceId(traceparent).or(() -> Optional.ofNullable(before))
                    .orElseGet(TraceParent::newTraceId));
        }

        @Override
        public void close() {
            if (before == null) {
                MDC.remove(TraceParent.FIELD);
            } else {
                MDC.put(TraceParent.FIELD, before);
            }
        }
    }
}
