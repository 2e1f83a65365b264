package io.manymodels.training.learner;

import java.time.Duration;

/** When the training of one partition has to end. Checked between fits and between trees. */
public final class Deadline {

    public static final Deadline NONE = new Deadline(Long.MAX_VALUE, Duration.ZERO);

    /** Thrown when the time is up. */
    public static final class Passed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Passed(Duration limit) {
            super("Training took longer than the [%s] allowed. Maybe raise training.timeout or name fewer algorithms"
                    .formatted(limit));
        }
    }

    private final long endNanos;
    private final Duration limit;

    private Deadline(long endNanos, Duration limit) {
        this.endNanos = endNanos;
        this.limit = limit;
    }

    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos(), limit);
    }

    /** Throws {@link Passed} when the time is up. */
    public void check() {
        if (this != NONE && System.nanoTime() - endNanos > 0) {
            throw new Passed(limit);
        }
    }
}
