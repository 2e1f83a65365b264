package io.manymodels.work.trace;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/** Import this to have listeners of facts, and runs, go on with the trace of who began. */
@Configuration(proxyBeanMethods = false)
public class TraceConfiguration {

    @Bean
    Traces traces(Tracer tracer, Propagator propagator) {
        return new Traces(tracer, propagator);
    }

    /** Where nobody asks for traces, Boot's own tracer would make spans all the same, and send them to nobody. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "management.opentelemetry.enabled", havingValue = false)
    static class NoSpans {

        @Bean
        Tracer tracer() {
            return Tracer.NOOP;
        }

        @Bean
        Propagator propagator() {
            return Propagator.NOOP;
        }
    }

    /** Probes and Prometheus ask every few seconds, and nothing follows from it. */
    @Bean
    SpanExportingPredicate spansOfUse() {
        return span -> !span.getTags().getOrDefault("http.url", "").startsWith("/actuator");
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<byte[], byte[]>> factTraces(Traces traces) {
        return (container, _, _) -> container.setRecordInterceptor(new FactTraces(traces));
    }
}
