/** A single Kafka broker in KRaft mode. */
@NullMarked
package io.manymodels.stack.kafka;

import org.jspecify.annotations.NullMarked;
