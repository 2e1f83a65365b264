package io.manymodels.realtime.protocol;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.stereotype.Component;

/** Counts inferences by family, for the statistics extension. Families that do not exist are not counted. */
@Component
class InferenceStatistics {

    private final Clock clock;
    private final Map<String, Counts> byFamily = new ConcurrentHashMap<>();

    private static final class Counts {
        private final LongAdder requests = new LongAdder();
        private final LongAdder rows = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private final AtomicLong lastMillis = new AtomicLong();
    }

    InferenceStatistics(Clock clock) {
        this.clock = clock;
    }

    void succeeded(String family, int rows, long nanos) {
        Counts counts = counts(family);
        counts.requests.increment();
        counts.rows.add(rows);
        counts.nanos.add(nanos);
        counts.lastMillis.set(clock.millis());
    }

    void failed(String family) {
        counts(family).failures.increment();
    }

    private Counts counts(String family) {
        return byFamily.computeIfAbsent(family, _ -> new Counts());
    }

    /** One element of {@code model_stats}. */
    Map<String, Object> of(String family, String version) {
        Counts counts = byFamily.getOrDefault(family, new Counts());
        Map<String, Object> success = Map.of("count", counts.requests.sum(), "ns", counts.nanos.sum());
        return Map.of("name", family, "version", version, "last_inference", counts.lastMillis.get(), "inference_count",
                counts.rows.sum(), "execution_count", counts.requests.sum(), "inference_stats",
                Map.of("success", success, "fail", Map.of("count", counts.failures.sum(), "ns", 0)));
    }
}
