package io.manymodels.work;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * Sends what is in the outbox, oldest first, and removes it once the broker has it: at least once. Tasks go straight to
 * Kafka, facts through Spring Cloud Stream. Several processes may relay one outbox.
 */
class OutboxRelay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final OutboxRepository messages;
    private final TransactionTemplate transaction;
    private final KafkaTemplate<String, String> kafka;
    private final StreamBridge bridge;
    private final Duration poll;
    private final String taskTopic;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    OutboxRelay(OutboxRepository messages, TransactionTemplate transaction, KafkaTemplate<String, String> kafka,
            StreamBridge bridge, Duration poll, String service) {
        this.messages = messages;
        this.transaction = transaction;
        this.kafka = kafka;
        this.bridge = bridge;
        this.poll = poll;
        this.taskTopic = WorkTopics.tasks(service);
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
        Duration wait = poll;
        while (running) {
            try {
                if (wakeUp.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUp.drainPermits();
                }
                while (running && Boolean.TRUE.equals(transaction.execute(_ -> sendBatch()))) {
                    wait = poll;
                }
                wait = poll;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(Duration.ofSeconds(5)) < 0
                        ? wait.multipliedBy(2)
                        : Duration.ofSeconds(5);
                LOG.warn("Messages stay in the outbox, next try in {}: {}", wait, e.toString());
            }
        }
    }

    /** True when there may be more. */
    private boolean sendBatch() {
        List<OutboxMessage> batch = messages.lockOldest(BATCH);
        List<CompletableFuture<?>> sends = new ArrayList<>();
        for (OutboxMessage message : batch) {
            if (message.topic().equals(taskTopic)) {
                sends.add(kafka.send(message.topic(), message.key(), message.payload()));
            } else if (!bridge.send(message.topic(), asEvent(message))) {
                throw new IllegalStateException("Topic [%s] did not take a fact".formatted(message.topic()));
            }
        }
        kafka.flush();
        try {
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(PATIENCE.toSeconds(),
                    TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Topic [%s] did not take the tasks".formatted(taskTopic), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending", e);
        }
        messages.delete(batch.stream().map(OutboxMessage::id).toList());
        return batch.size() == BATCH;
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
