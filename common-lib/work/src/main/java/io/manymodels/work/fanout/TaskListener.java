package io.manymodels.work.fanout;

import io.manymodels.work.engine.TaskMetrics;
import io.manymodels.work.engine.TaskRunner;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AcknowledgingShareConsumerAwareMessageListener;
import org.springframework.kafka.support.ShareAcknowledgment;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes task messages off the share group, one a thread. The table decides whether there is something to do, so a message
 * that comes twice, or for a task that is gone, is harmless. What cannot be read goes to the dead letters with its cause.
 */
class TaskListener implements AcknowledgingShareConsumerAwareMessageListener<String, String> {

    private static final Logger LOG = LoggerFactory.getLogger(TaskListener.class);
    private static final int DATABASE_TRIES = 60;

    private final TaskRunner runner;
    private final KafkaTemplate<String, String> kafka;
    private final JsonMapper json;
    private final TaskMetrics metrics;
    private final String deadLetters;

    TaskListener(TaskRunner runner, KafkaTemplate<String, String> kafka, JsonMapper json, TaskMetrics metrics,
            String service) {
        this.runner = runner;
        this.kafka = kafka;
        this.json = json;
        this.metrics = metrics;
        this.deadLetters = WorkTopics.deadLetters(service);
    }

    @Override
    public void onShareRecord(ConsumerRecord<String, String> message, @Nullable ShareAcknowledgment acknowledgment,
            ShareConsumer<?, ?> consumer) {
        Optional<Short> deliveries = message.deliveryCount();
        if (deliveries.isPresent() && deliveries.get() > 1) {
            metrics.redelivered();
        }
        read(message).ifPresent(this::run);
        if (acknowledgment != null) {
            acknowledgment.acknowledge();
        }
    }

    private Optional<UUID> read(ConsumerRecord<String, String> message) {
        try {
            return Optional.of(json.readValue(message.value(), TaskMessage.class).task());
        } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
            deadLetter(message, e);
            return Optional.empty();
        }
    }

    /** A database that is away for a moment must cost no delivery: those are counted, and the last one drops the message. */
    private void run(UUID task) {
        for (int attempt = 1;; attempt++) {
            try (MDC.MDCCloseable _ = MDC.putCloseable("task", task.toString())) {
                runner.run(task);
                return;
            } catch (DataAccessException | CannotCreateTransactionException e) {
                if (attempt == DATABASE_TRIES || Thread.currentThread().isInterrupted()) {
                    LOG.error("Task left to the lease watch task={}", task, e);
                    return;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deadLetter(ConsumerRecord<String, String> message, RuntimeException cause) {
        LOG.error("Task message cannot be read topic={} partition={} offset={}: {}", message.topic(),
                message.partition(),
                message.offset(), cause.toString());
        ProducerRecord<String, String> dead = new ProducerRecord<>(deadLetters, message.key(), message.value());
        dead.headers().add("cause", cause.toString().getBytes(StandardCharsets.UTF_8));
        dead.headers().add("origin", "%s-%d@%d".formatted(message.topic(), message.partition(), message.offset())
                .getBytes(StandardCharsets.UTF_8));
        kafka.send(dead).join();
        metrics.deadLettered();
    }
}
