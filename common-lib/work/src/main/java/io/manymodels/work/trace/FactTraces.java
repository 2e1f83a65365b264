package io.manymodels.work.trace;

import io.manymodels.trace.TraceParent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.listener.RecordInterceptor;

/** Listeners go on with the trace that a fact brings. */
final class FactTraces implements RecordInterceptor<byte[], byte[]> {

    /** A container takes one record after the other on its thread. */
    private static final ThreadLocal<Traces.Step> STEP = new ThreadLocal<>();

    private final Traces traces;

    FactTraces(Traces traces) {
        this.traces = traces;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> intercept(ConsumerRecord<byte[], byte[]> fact,
            Consumer<byte[], byte[]> consumer) {
        Header traceparent = fact.headers().lastHeader(TraceParent.HEADER);
        STEP.set(traces.goOn(traceparent == null ? null : new String(traceparent.value(), StandardCharsets.UTF_8),
                "receive " + fact.topic()));
        return fact;
    }

    @Override
    public void afterRecord(ConsumerRecord<byte[], byte[]> fact, Consumer<byte[], byte[]> consumer) {
        STEP.get().close();
        STEP.remove();
    }
}
