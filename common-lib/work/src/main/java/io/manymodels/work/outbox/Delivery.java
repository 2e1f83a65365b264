package io.manymodels.work.outbox;

import java.time.Duration;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.converter.MessageConversionException;

/** What became of an attempt at sending a message. */
sealed interface Delivery {

    /** The broker has it. */
    record Sent() implements Delivery {}

    /** It was not tried: the broker did not answer those before it. */
    record Untried() implements Delivery {}

    /** A later try may succeed. */
    record Later(Duration pause, String problem, boolean brokerAway) implements Delivery {}

    /** No broker will ever take it. */
    record Refused(String problem) implements Delivery {}

    int LONGEST_PROBLEM = 1000;
    /** Tries of a message that fails for a reason that is not known to pass: about an hour. */
    int MOST_ATTEMPTS = 70;
    Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What a failure means for the message, after so many attempts. */
    static Delivery of(Throwable failure, int attempts) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        String problem = "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage());
        problem = problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM);
        boolean passes = cause instanceof RetriableException || cause instanceof java.util.concurrent.TimeoutException;
        boolean hopeless = cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException
                || cause instanceof InvalidRecordException || cause instanceof InvalidTopicException
                || cause instanceof SerializationException || cause instanceof MessageConversionException;
        if (hopeless || (!passes && attempts >= MOST_ATTEMPTS)) {
            return new Refused(problem);
        }
        Duration pause = Duration.ofMillis(200L << Math.min(attempts, 9));
        return new Later(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE, problem, passes);
    }
}
