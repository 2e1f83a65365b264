package io.manymodels.work.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a failure to send means for the message. */
class DeliveryTest {

    static Stream<Throwable> passing() {
        return Stream.of(new TimeoutException("no answer"), new NetworkException("gone"),
                new java.util.concurrent.TimeoutException("5 s"),
                new ExecutionException(new RuntimeException(new NetworkException("gone"))));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whileTheBrokerIsAwayAMessageIsTriedForEver(Throwable failure) {
        for (int attempts : new int[] {1, 69, 70, 1000, Integer.MAX_VALUE}) {
            assertThat(Delivery.of(failure, attempts)).isInstanceOfSatisfying(Delivery.Later.class,
                    later -> assertThat(later.brokerAway()).isTrue());
        }
    }

    static Stream<Throwable> hopeless() {
        return Stream.of(new RecordTooLargeException("2 MB"), new InvalidTopicException("a b"),
                new SerializationException("no"), new ExecutionException(new RecordTooLargeException("2 MB")));
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void whatNoBrokerTakesIsSetAsideAtOnce(Throwable failure) {
        assertThat(Delivery.of(failure, 1)).isInstanceOf(Delivery.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "69, true", "70, false", "71, false"})
    void anotherFailureIsTriedForAboutAnHour(int attempts, boolean again) {
        for (AuthorizationException failure : new AuthorizationException[] {new TopicAuthorizationException("no"),
                new AuthorizationException("no")}) {
            Delivery delivery = Delivery.of(failure, attempts);

            assertThat(delivery instanceof Delivery.Later later && !later.brokerAway()).isEqualTo(again);
            assertThat(delivery instanceof Delivery.Refused).isNotEqualTo(again);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, PT0.2S", "1, PT0.4S", "2, PT0.8S", "8, PT51.2S", "9, PT1M", "60, PT1M", "2147483647, PT1M"})
    void pausesDoubleUpToAMinute(int attempts, Duration pause) {
        assertThat(Delivery.of(new NetworkException("gone"), attempts)).isInstanceOfSatisfying(Delivery.Later.class,
                later -> assertThat(later.pause()).isEqualTo(pause));
    }

    @Test
    void whatIsSaidOfAFailureStaysSmall() {
        assertThat(Delivery.of(new SerializationException("x".repeat(1_000_000)), 1)).isInstanceOfSatisfying(
                Delivery.Refused.class, refused -> assertThat(refused.problem()).hasSize(1000)
                        .startsWith("SerializationException: xxx"));
        assertThat(Delivery.of(new NetworkException(), 1)).isInstanceOfSatisfying(Delivery.Later.class,
                later -> assertThat(later.problem()).startsWith("NetworkException"));
    }

    @Test
    void onlyAMessageOfATypeIsAFact() {
        assertThat(OutboxMessage.of("t", "k", Map.of("ce_type", "x"), "{}").isFact()).isTrue();
        assertThat(OutboxMessage.of("t", "k", Map.of(), "{}").isFact()).isFalse();
    }
}
