package io.manymodels.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether something that a service depends on answers it: in its health, and as the gauge
 * {@code manymodels.dependency.up}, 1 or 0. What answered is not asked again for ten seconds, and what did not for one; never
 * is it asked while the question before hangs. What has not answered after two seconds is down until it does: nobody who
 * looks waits longer than that.
 */
public final class DependencyHealth implements HealthIndicator, MeterBinder {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration WHILE_UP = Duration.ofSeconds(10);
    private static final Duration WHILE_DOWN = Duration.ofSeconds(1);

    private final String name;
    private final Callable<?> question;
    private final Duration patience;
    private final Duration whileUp;
    private final Duration whileDown;
    private @Nullable FutureTask<?> unanswered;
    private @Nullable Health latest;
    private long latestAt;

    /**
     * @param name of the dependency, the metric's label
     * @param question returns when the dependency answers, and throws when it refuses or cannot be reached
     */
    public DependencyHealth(String name, Callable<?> question) {
        this(name, question, PATIENCE, WHILE_UP, WHILE_DOWN);
    }

    DependencyHealth(String name, Callable<?> question, Duration patience, Duration whileUp, Duration whileDown) {
        this.name = name;
        this.question = question;
        this.patience = patience;
        this.whileUp = whileUp;
        this.whileDown = whileDown;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("manymodels.dependency.up", this, dependency -> isUp(dependency.health()) ? 1 : 0)
                .tag("dependency", name).description("Whether what the service depends on answers it, 1 or 0")
                .register(registry);
    }

    private static boolean isUp(Health health) {
        return health.getStatus().equals(Status.UP);
    }

    @Override
    public synchronized Health health() {
        Health known = latest;
        if (known == null || System.nanoTime() - latestAt > (isUp(known) ? whileUp : whileDown).toNanos()) {
            known = answer();
            latest = known;
            latestAt = System.nanoTime();
        }
        return known;
    }

    private Health answer() {
        FutureTask<?> current = unanswered;
        if (current == null) {
            current = new FutureTask<>(question);
            unanswered = current;
            Thread.ofVirtual().name("health-" + name).start(current);
        }
        try {
            current.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            unanswered = null;
            return Health.up().build();
        } catch (TimeoutException e) {
            return Health.down().withDetail("error", "No answer within %d ms".formatted(patience.toMillis())).build();
        } catch (ExecutionException e) {
            unanswered = null;
            return Health.down(Objects.requireNonNullElse(e.getCause(), e)).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.unknown().build();
        }
    }
}
