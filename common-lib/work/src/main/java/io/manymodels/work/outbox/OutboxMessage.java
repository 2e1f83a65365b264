package io.manymodels.work.outbox;

import java.util.Map;

/**
 * A message on its way to the broker.
 *
 * @param id its place in the order of writing; 0 before it is stored
 * @param key Kafka key: messages of one topic and key are sent in the order of writing
 * @param headers texts; those of CloudEvents make it a fact
 * @param payload JSON
 * @param attempts how often it was claimed for sending, this time included
 */
public record OutboxMessage(long id, String topic, String key, Map<String, String> headers, String payload,
        int attempts) {

    /** A message to be stored. */
    public static OutboxMessage of(String topic, String key, Map<String, String> headers, String payload) {
        return new OutboxMessage(0, topic, key, headers, payload, 0);
    }

    boolean isFact() {
        return headers.containsKey("ce_type");
    }
}
