package io.manymodels.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class DependencyHealthTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void whatAnswersIsUpAndNotAskedAgainSoon() {
        DependencyHealth health = health(() -> "here", Duration.ofSeconds(10), NEVER);

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(questions).hasValue(1);
    }

    @Test
    void whatRefusesIsDownUntilItAnswers() {
        boolean[] there = {false};
        DependencyHealth health = health(() -> {
            if (!there[0]) {
                throw new IOException("connection refused");
            }
            return "here";
        }, Duration.ofSeconds(10), Duration.ZERO);

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).extractingByKey("error").asString().contains("connection refused");
        there[0] = true;
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whatHangsIsDownUntilItAnswersAndNotAskedTwice() {
        CountDownLatch answered = new CountDownLatch(1);
        DependencyHealth health = health(() -> {
            answered.await();
            return "late";
        }, Duration.ofMillis(200), Duration.ZERO);

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).containsEntry("error", "No answer within 200 ms");
        answered.countDown();
        // Each look waits for the answer as long as the first did, and no longer.
        assertThat(Stream.generate(() -> health.health().getStatus()).limit(300).anyMatch(Status.UP::equals)).isTrue();
        assertThat(questions).hasValue(1);
    }

    /** A service that starts beside its storage shall not be held up because it asked a moment too early. */
    @Test
    void whatIsDownIsAskedAgainSoonerThanWhatIsUp() {
        boolean[] there = {false};
        DependencyHealth health = new DependencyHealth("kafka", () -> {
            questions.incrementAndGet();
            if (!there[0]) {
                throw new IOException("not yet");
            }
            return "here";
        }, Duration.ofSeconds(10), NEVER, Duration.ZERO);

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        there[0] = true;
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(questions).hasValue(2);
    }

    @Test
    void operatorsSeeItAsANumber() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        DependencyHealth up = health(() -> "here", Duration.ofSeconds(10), NEVER);
        DependencyHealth down = new DependencyHealth("storage", () -> {
            throw new IOException("gone");
        });
        up.bindTo(registry);
        down.bindTo(registry);

        assertThat(registry.get("manymodels.dependency.up").tag("dependency", "kafka").gauge().value()).isOne();
        assertThat(registry.get("manymodels.dependency.up").tag("dependency", "storage").gauge().value()).isZero();
    }

    private DependencyHealth health(Callable<?> answer, Duration patience, Duration again) {
        return new DependencyHealth("kafka", () -> {
            questions.incrementAndGet();
            return answer.call();
        }, patience, again, again);
    }
}
