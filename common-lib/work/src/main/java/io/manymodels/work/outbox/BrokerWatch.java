package io.manymodels.work.outbox;

import io.manymodels.work.broker.Broker;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices that the broker is another one than messages were sent to: one that was set up anew because the old one is lost,
 * or because the database was restored from a backup. What the old one may not have delivered is sent again; whoever has
 * heard of it already finds the run there, and does nothing.
 */
class BrokerWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(5);

    private final Broker broker;
    private final OutboxRepository messages;
    private final TransactionTemplate transaction;
    private long due = System.nanoTime();

    BrokerWatch(Broker broker, OutboxRepository messages, TransactionTemplate transaction) {
        this.broker = broker;
        this.messages = messages;
        this.transaction = transaction;
    }

    /** Looks, unless it has looked a moment ago. */
    void look() throws InterruptedException {
        if (System.nanoTime() < due) {
            return;
        }
        Duration pause = PAUSE;
        try {
            String cluster = broker.clusterId();
            int facts = Objects.requireNonNull(transaction.execute(_ -> messages.sendTo(cluster)));
            if (facts > 0) {
                LOG.warn("The broker is another one, facts are sent again facts={} cluster={}", facts, cluster);
            }
        } catch (ExecutionException e) {
            // It is away, which the relay tells of when it has something to send.
            LOG.debug("The broker does not say which one it is", e);
            pause = PAUSE_WHILE_AWAY;
        }
        due = System.nanoTime() + pause.toNanos();
    }
}
