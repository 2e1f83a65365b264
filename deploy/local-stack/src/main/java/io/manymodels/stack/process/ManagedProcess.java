package io.manymodels.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A child process that is started again, a little later each time, when it ends by itself. */
public final class ManagedProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedProcess.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final ProcessPlan plan;
    private final Readiness readiness;
    private final Runnable changed;

    private volatile ProcessState state = ProcessState.STOPPED;
    private volatile boolean stopping;
    private volatile @Nullable Process process;

    /** @param changed told after every change of state */
    public ManagedProcess(ProcessPlan plan, Readiness readiness, Runnable changed) {
        this.plan = plan;
        this.readiness = readiness;
        this.changed = changed;
    }

    public String name() {
        return plan.name();
    }

    public int port() {
        return plan.port();
    }

    public ProcessState state() {
        return state;
    }

    /** Process id, or 0 when it does not run. */
    public long pid() {
        Process current = process;
        return current != null && current.isAlive() ? current.pid() : 0;
    }

    /**
     * Starts the process, waits until it is ready, and watches it from then on.
     *
     * @throws StackProblem when it ends before it is ready, or does not become ready in time
     */
    public void start() throws StackProblem, InterruptedException {
        Process started = launch(ProcessState.STARTING);
        if (!awaitReady(started)) {
            throw new StackProblem(name() + (started.isAlive()
                    ? " was not ready after " + START_TIMEOUT.toSeconds() + " s."
                    : " ended with exit code (" + started.exitValue() + ") while it started.")
                    + " Maybe its log says why: " + plan.logFile());
        }
        Thread.ofVirtual().name("watch-" + name()).start(this::watch);
    }

    private synchronized Process launch(ProcessState next) throws StackProblem {
        if (stopping) {
            throw new StackProblem(name() + " was told to end while it started.");
        }
        var builder = new ProcessBuilder(plan.command());
        builder.environment().putAll(plan.environment());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(plan.logFile().toFile()));
        try {
            Process started = builder.start();
            started.getOutputStream().close();
            process = started;
            Files.writeString(plan.pidFile(), started.pid() + "\n");
            become(next);
            return started;
        } catch (IOException e) {
            throw new StackProblem("Cannot start " + name() + ": " + e.getMessage(), e);
        }
    }

    private boolean awaitReady(Process started) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (started.isAlive() && System.nanoTime() < deadline) {
            if (readiness.ready()) {
                become(ProcessState.READY);
                return true;
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stopping) {
                long since = System.nanoTime();
                Process current = process;
                int code = current == null ? -1 : current.waitFor();
                if (stopping) {
                    return;
                }
                if (System.nanoTime() - since > STEADY.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                LOG.warn("{} ended with exit code {}; starting it again in {} ms", name(), code, pause.toMillis());
                become(ProcessState.RESTARTING);
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void restart() throws InterruptedException {
        if (stopping) {
            return;
        }
        try {
            Process started = launch(ProcessState.RESTARTING);
            Thread.ofVirtual().name("ready-" + name()).start(() -> announce(started));
        } catch (StackProblem e) {
            LOG.error("{} could not be started again", name(), e);
        }
    }

    private void announce(Process started) {
        try {
            if (awaitReady(started)) {
                LOG.info("{} is ready again, pid {}", name(), started.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks the process to end and waits for it; when that takes too long, it is killed with all that it started.
     *
     * @return whether it ended by itself
     */
    public boolean stop() throws InterruptedException {
        Process current;
        synchronized (this) {
            stopping = true;
            current = process;
        }
        boolean endedItself = current == null || endedItself(current);
        try {
            Files.deleteIfExists(plan.pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        become(ProcessState.STOPPED);
        return endedItself;
    }

    private boolean endedItself(Process current) throws InterruptedException {
        current.destroy();
        if (current.waitFor(plan.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        LOG.warn("{} did not end within {} s and is killed", name(), plan.patience().toSeconds());
        current.descendants().forEach(ProcessHandle::destroyForcibly);
        current.destroyForcibly().waitFor();
        return false;
    }

    private void become(ProcessState next) {
        state = next;
        changed.run();
    }
}
