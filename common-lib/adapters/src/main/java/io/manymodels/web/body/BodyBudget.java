package io.manymodels.web.body;

import io.manymodels.problem.ManyModelsException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The bytes of request bodies that a service holds at a time. Thread-safe. */
public final class BodyBudget {

    /** Bytes that are granted at a time. */
    static final int BLOCK = 16 << 10;

    private final Semaphore blocks;
    private final Duration patience;

    /** @param patience how long a request waits for others to end */
    public BodyBudget(long bytes, Duration patience) {
        this.blocks = new Semaphore(Math.toIntExact(Math.ceilDiv(bytes, BLOCK)));
        this.patience = patience;
    }

    Grant open() {
        return new Grant();
    }

    /** What one request holds. Not thread-safe. */
    final class Grant implements AutoCloseable {

        private int held;

        /** Throws UNAVAILABLE {@code bodies-too-many} where other requests hold too much for too long. */
        void cover(long bytes) {
            while ((long) held * BLOCK < bytes) {
                acquire();
                held++;
            }
        }

        private void acquire() {
            try {
                if (blocks.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "bodies-too-many",
                    "The bodies of other requests take all the memory that bodies may take. Maybe try again in a few seconds, or raise manymodels.web.bodies");
        }

        @Override
        public void close() {
            blocks.release(held);
            held = 0;
        }
    }
}
