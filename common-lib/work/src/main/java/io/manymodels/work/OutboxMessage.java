package io.manymodels.work;

import java.util.Map;

/**
 * A message on its way to the broker.
 *
 * @param id its place in the order of writing; 0 before it is stored
 * @param key Kafka key
 * @param headers texts
 * @param payload JSON
 */
record OutboxMessage(long id, String topic, String key, Map<String, String> headers, String payload) {}
