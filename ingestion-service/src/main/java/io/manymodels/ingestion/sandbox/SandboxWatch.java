package io.manymodels.ingestion.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a sandbox that is cancelled, over its time or over its space. What cannot be asked now is asked again, because
 * the database that knows of a cancellation may be away for a moment; the time runs out without asking anybody.
 */
final class SandboxWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxWatch.class);
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final DuckDbRepository database;
    private final Path folder;
    private final long mostBytes;
    private final Duration timeout;
    private final BooleanSupplier cancelled;
    private final long started = System.nanoTime();
    private volatile boolean open = true;

    SandboxWatch(DuckDbRepository database, Path folder, long mostBytes, Duration timeout,
            BooleanSupplier cancelled) {
        this.database = database;
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.timeout = timeout;
        this.cancelled = cancelled;
        Thread.ofVirtual().name("sandbox-watch").start(this::watch);
    }

    private void watch() {
        while (open) {
            try {
                Thread.sleep(PERIOD);
                look();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Sandbox cannot be watched for a moment folder={}", folder, e);
            }
        }
    }

    /** Also after the stop, because a stop that comes between two statements is lost on the second one. */
    private void look() {
        if (System.nanoTime() - started > timeout.toNanos()) {
            database.stop(SandboxFailure.STOPPED,
                    "The ingestion took longer than [%s]. Maybe raise manymodels.ingestion.timeout"
                            .formatted(timeout));
        } else if (bytes() > mostBytes) {
            database.stop(SandboxFailure.SPACE,
                    "The ingestion needs more than [%d] bytes of work space. Maybe a JOIN of the transform multiplies rows, or raise manymodels.ingestion.disk-limit"
                            .formatted(mostBytes));
        } else if (cancelled.getAsBoolean()) {
            database.stop(SandboxFailure.STOPPED, "The ingestion was cancelled");
        }
    }

    private long bytes() {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.mapToLong(SandboxWatch::size).sum();
        } catch (IOException | UncheckedIOException e) {
            // DuckDB removes spilled files while they are counted; the next look counts again.
            return 0;
        }
    }

    private static long size(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        open = false;
    }
}
