package io.manymodels.stack.backup;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says every few seconds how much is copied; nothing where it is done before. */
final class Progress {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Consumer<String> lines;
    private final long expectedBytes;
    private final LongSupplier nanoTime;
    private long last;
    private long bytes;
    private long files;

    Progress(Consumer<String> lines, long expectedBytes) {
        this(lines, expectedBytes, System::nanoTime);
    }

    /** @param nanoTime nanoseconds since any moment, never backwards */
    Progress(Consumer<String> lines, long expectedBytes, LongSupplier nanoTime) {
        this.lines = lines;
        this.expectedBytes = expectedBytes;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** @throws InterruptedIOException when this process was told to end */
    void copied(long some) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("it was broken off");
        }
        bytes += some;
        long now = nanoTime.getAsLong();
        if (now - last > PAUSE.toNanos()) {
            last = now;
            lines.accept("  %s of about %s copied, %,d files".formatted(size(bytes), size(expectedBytes), files));
        }
    }

    void copiedFile() {
        files++;
    }

    long bytes() {
        return bytes;
    }

    /** A size as people read it. */
    static String size(long bytes) {
        return bytes < 10_000_000_000L
                ? "%,d MB".formatted((bytes + 999_999) / 1_000_000)
                : "%,d GB".formatted(bytes / 1_000_000_000);
    }
}
