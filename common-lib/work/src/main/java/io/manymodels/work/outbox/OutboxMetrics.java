package io.manymodels.work.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What operators see of the outbox. */
class OutboxMetrics {

    private static final Duration STALE = Duration.ofSeconds(2);

    private final OutboxRepository messages;
    private final Counter refused;
    private volatile Map<String, Double> gauges = Map.of();
    private volatile long readAt = System.nanoTime() - STALE.toNanos() - 1;

    OutboxMetrics(MeterRegistry registry, OutboxRepository messages) {
        this.messages = messages;
        this.refused = Counter.builder("manymodels.outbox.refusals")
                .description("Messages that were set aside, as no broker will ever take them").register(registry);
        for (String status : List.of("pending", "sending", "refused")) {
            Gauge.builder("manymodels.outbox.messages", () -> gauge(status)).tag("status", status)
                    .description("Messages in the outbox by status").register(registry);
        }
        Gauge.builder("manymodels.outbox.age", () -> gauge("oldest")).baseUnit("seconds")
                .description("How long the oldest message that can be sent has waited").register(registry);
    }

    void refused() {
        refused.increment();
    }

    private double gauge(String name) {
        if (System.nanoTime() - readAt > STALE.toNanos()) {
            gauges = messages.gauges();
            readAt = System.nanoTime();
        }
        return gauges.getOrDefault(name, 0.0);
    }
}
