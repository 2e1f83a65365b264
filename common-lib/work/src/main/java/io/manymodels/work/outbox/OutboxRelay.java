package io.manymodels.work.outbox;

import io.manymodels.trace.TraceParent;
import io.manymodels.work.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what is in the outbox and removes it once the broker has it: at least once, messages of one key in the order of
 * writing, with no transaction open meanwhile. Tasks go straight to Kafka, facts through Spring Cloud Stream. Several
 * processes may relay one outbox. A message that no broker will ever take is set aside with its cause; the others flow.
 */
class OutboxRelay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final Duration CLAIM = Duration.ofSeconds(90);
    /** Time after which the rest of a batch is left to the next one, well before its claim runs out. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final OutboxRepository messages;
    private final TransactionTemplate transaction;
    private final KafkaTemplate<String, String> kafka;
    private final StreamBridge bridge;
    private final OutboxMetrics metrics;
    private final BrokerWatch broker;
    private final Traces traces;
    private final Duration poll;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    OutboxRelay(OutboxRepository messages, TransactionTemplate transaction, KafkaTemplate<String, String> kafka,
            StreamBridge bridge, OutboxMetrics metrics, BrokerWatch broker, Traces traces, Duration poll) {
        this.messages = messages;
        this.transaction = transaction;
        this.kafka = kafka;
        this.bridge = bridge;
        this.metrics = metrics;
        this.broker = broker;
        this.traces = traces;
        this.poll = poll;
    }

    /** There is something to send. */
    void wake() {
        wakeUp.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("outbox-relay").start(this::relay);
    }

    private void relay() {
        Duration pause = poll;
        while (running) {
            try {
                if (wakeUp.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUp.drainPermits();
                }
                broker.look();
                while (running && sendBatch()) {
                    pause = poll;
                }
                pause = poll;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                LOG.warn("Messages stay in the outbox, next try in {}: {}", pause, e.toString());
            }
        }
    }

    /** True when there may be more that can be sent at once. */
    private boolean sendBatch() throws InterruptedException {
        List<OutboxMessage> batch = Objects.requireNonNull(transaction.execute(_ -> messages.claim(BATCH, CLAIM)));
        if (batch.isEmpty()) {
            return false;
        }
        Map<OutboxMessage, Delivery> deliveries = new LinkedHashMap<>();
        try {
            send(batch, deliveries);
        } finally {
            settle(batch, deliveries);
        }
        return batch.size() == BATCH
                && deliveries.values().stream().noneMatch(delivery -> delivery instanceof Delivery.Later);
    }

    /** Tasks side by side, as their order means nothing; then facts one after the other. */
    private void send(List<OutboxMessage> batch, Map<OutboxMessage, Delivery> deliveries) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<OutboxMessage, CompletableFuture<?>> tasks = new LinkedHashMap<>();
        boolean brokerAway = false;
        for (OutboxMessage message : batch) {
            if (!message.isFact() && !brokerAway) {
                try {
                    tasks.put(message, kafka.send(message.topic(), message.key(), message.payload()));
                } catch (RuntimeException e) {
                    brokerAway |= failed(message, e, deliveries);
                }
            }
        }
        kafka.flush();
        for (Map.Entry<OutboxMessage, CompletableFuture<?>> task : tasks.entrySet()) {
            try {
                task.getValue().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                deliveries.put(task.getKey(), new Delivery.Sent());
            } catch (ExecutionException | TimeoutException e) {
                brokerAway |= failed(task.getKey(), e, deliveries);
            }
        }
        Set<String> waiting = new HashSet<>();
        for (OutboxMessage message : batch) {
            String order = message.topic() + "/" + message.key();
            if (message.isFact() && !brokerAway && running && !waiting.contains(order)
                    && System.nanoTime() < deadline) {
                try (Traces.Step _ = traces.goOn(message.headers().get(TraceParent.HEADER),
                        "send " + message.topic())) {
                    if (!bridge.send(message.topic(), asEvent(message))) {
                        throw new IllegalStateException("Topic [%s] did not take it".formatted(message.topic()));
                    }
                    deliveries.put(message, new Delivery.Sent());
                } catch (RuntimeException e) {
                    brokerAway = failed(message, e, deliveries);
                    if (deliveries.get(message) instanceof Delivery.Later) {
                        waiting.add(order);
                    }
                }
            }
        }
    }

    /** True when the broker does not answer, so that the rest of the batch need not be tried. */
    private static boolean failed(OutboxMessage message, Exception e, Map<OutboxMessage, Delivery> deliveries) {
        Delivery delivery = Delivery.of(e, message.attempts());
        deliveries.put(message, delivery);
        return delivery instanceof Delivery.Later later && later.brokerAway();
    }

    /** Takes down what became of each message, in one short transaction. */
    private void settle(List<OutboxMessage> batch, Map<OutboxMessage, Delivery> deliveries) {
        List<Long> sent = new ArrayList<>();
        List<Long> untried = new ArrayList<>();
        transaction.executeWithoutResult(_ -> {
            for (OutboxMessage message : batch) {
                switch (deliveries.getOrDefault(message, new Delivery.Untried())) {
                    case Delivery.Sent _ -> sent.add(message.id());
                    case Delivery.Untried _ -> untried.add(message.id());
                    case Delivery.Later later -> {
                        LOG.warn("Message stays in the outbox id={} topic={} attempt={}: {}", message.id(),
                                message.topic(), message.attempts(), later.problem());
                        messages.retry(message.id(), later.pause(), later.problem());
                    }
                    case Delivery.Refused refused -> {
                        LOG.error("Message set aside, it can not be sent id={} topic={} key={}: {}", message.id(),
                                message.topic(), message.key(), refused.problem());
                        metrics.refused();
                        messages.refuse(message.id(), refused.problem());
                    }
                }
            }
            messages.remove(sent);
            messages.release(untried);
        });
    }

    private static Message<String> asEvent(OutboxMessage message) {
        return MessageBuilder.withPayload(message.payload()).copyHeaders(message.headers())
                .setHeader(KafkaHeaders.KEY, message.key().getBytes(StandardCharsets.UTF_8)).build();
    }

    @Override
    public void stop() {
        running = false;
        Thread current = thread;
        if (current != null) {
            wake();
            try {
                current.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            current.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before and stops after whatever writes messages. */
    @Override
    public int getPhase() {
        return 0;
    }
}
