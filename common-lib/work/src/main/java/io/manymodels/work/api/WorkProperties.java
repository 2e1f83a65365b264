package io.manymodels.work.api;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process works on tasks.
 *
 * @param concurrency tasks at a time
 * @param lease how long a task stays with a worker that gives no sign of life; a worker renews at a third of it
 * @param attempts tries before a task is split, or its partition given up
 * @param backoff wait before the second try; doubles with each
 * @param poll how often the outbox is looked at for messages of which this process was not told; expired leases are looked
 *        at every second
 * @param listeners that may follow runs by server-sent events at a time
 */
@ConfigurationProperties(prefix = "manymodels.work", ignoreUnknownFields = false)
public record WorkProperties(@DefaultValue("2") int concurrency, @DefaultValue("15s") Duration lease,
        @DefaultValue("3") int attempts, @DefaultValue("500ms") Duration backoff,
        @DefaultValue("200ms") Duration poll, @DefaultValue("200") int listeners) {

    public WorkProperties {
        positive(concurrency >= 1 && concurrency <= 256, "manymodels.work.concurrency", concurrency, "2");
        positive(lease.toMillis() >= 1000, "manymodels.work.lease", lease, "15s");
        positive(attempts >= 1 && attempts <= 100, "manymodels.work.attempts", attempts, "3");
        positive(!backoff.isNegative(), "manymodels.work.backoff", backoff, "500ms");
        positive(poll.toMillis() >= 10, "manymodels.work.poll", poll, "200ms");
        positive(listeners >= 1, "manymodels.work.listeners", listeners, "200");
    }

    private static void positive(boolean ok, String path, Object value, String example) {
        if (!ok) {
            throw new IllegalArgumentException("%s [%s] is out of range. Maybe %s".formatted(path, value, example));
        }
    }
}
