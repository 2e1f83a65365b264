package io.manymodels.realtime.release;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How this service answers.
 *
 * @param cacheBytes bound of the models in memory
 * @param entries bound of the known assignments of models to keys, in entries
 * @param staleness how long a release may be taken for current without asking the registry
 * @param loadTimeout how long a request waits for a model to load
 * @param largestRequest rows of a request
 */
@ConfigurationProperties(prefix = "manymodels.realtime", ignoreUnknownFields = false)
public record RealtimeProperties(@DefaultValue("256MB") DataSize cacheBytes, @DefaultValue("200000") int entries,
        @DefaultValue("5s") Duration staleness, @DefaultValue("10s") Duration loadTimeout,
        @DefaultValue("10000") int largestRequest) {

    public RealtimeProperties {
        require(cacheBytes.toBytes() >= 1024, "manymodels.realtime.cache-bytes", cacheBytes, "256MB");
        require(entries >= 1, "manymodels.realtime.entries", entries, "200000");
        require(staleness.isPositive(), "manymodels.realtime.staleness", staleness, "5s");
        require(loadTimeout.isPositive(), "manymodels.realtime.load-timeout", loadTimeout, "10s");
        require(largestRequest >= 1, "manymodels.realtime.largest-request", largestRequest, "10000");
    }

    private static void require(boolean condition, String path, Object value, String example) {
        if (!condition) {
            throw new IllegalArgumentException("%s [%s] is out of range. Maybe %s".formatted(path, value, example));
        }
    }
}
