package io.manymodels.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that is watched: it is asked whether it is ready for as long as it runs, and started again, a little
 * later each time, when it ends by itself. Watching goes on whatever happens, a full disk included.
 */
public final class ManagedProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedProcess.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final long LEAST_ROOM = 16L << 20;

    private final ProcessPlan plan;
    private final Readiness readiness;
    private final RestartPolicy restarts;
    private final Runnable changed;
    private final ReentrantLock launching = new ReentrantLock();

    private volatile ProcessState state = ProcessState.STOPPED;
    private volatile boolean stopping;
    private volatile @Nullable Process process;
    private volatile long startedAt;

    /** @param changed told after every change of state */
    public ManagedProcess(ProcessPlan plan, Readiness readiness, RestartPolicy restarts, Runnable changed) {
        this.plan = plan;
        this.readiness = readiness;
        this.restarts = restarts;
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
        Thread.ofPlatform().daemon().name("watch-" + name()).start(this::watch);
    }

    private Process launch(ProcessState next) throws StackProblem {
        launching.lock();
        try {
            if (stopping) {
                throw new StackProblem(name() + " was told to end while it started.");
            }
            var builder = new ProcessBuilder(plan.command());
            builder.environment().putAll(plan.environment());
            builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.logFile().toFile()));
            Process started = builder.start();
            process = started;
            startedAt = System.nanoTime();
            started.getOutputStream().close();
            writePid(started.pid());
            become(next);
            return started;
        } catch (IOException e) {
            throw new StackProblem("Cannot start " + name() + ": " + e.getMessage(), e);
        } finally {
            launching.unlock();
        }
    }

    /** The file is a convenience: whoever looks for our processes finds them by their command line without it. */
    private void writePid(long pid) {
        try {
            Files.writeString(plan.pidFile(), pid + "\n");
        } catch (IOException e) {
            LOG.warn("The process id {} of {} could not be written to {}: {}", pid, name(), plan.pidFile(),
                    e.toString());
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
        int inARow = 0;
        while (!stopping && state != ProcessState.FAILED) {
            try {
                Process current = process;
                if (current != null && current.isAlive()) {
                    probe(current);
                } else {
                    inARow = steady() ? 1 : inARow + 1;
                    restart(current, inARow);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | StackProblem e) {
                LOG.error("Watching {} met a problem and goes on", name(), e);
            }
        }
    }

    private boolean steady() {
        return System.nanoTime() - startedAt > restarts.steady().toNanos();
    }

    /** Waits until the process ends or it is time to ask, and asks. */
    private void probe(Process current) throws InterruptedException {
        if (current.waitFor(restarts.probe().toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        boolean ready = readiness.ready();
        if (stopping) {
            return;
        }
        if (ready) {
            become(ProcessState.READY);
        } else if (state == ProcessState.READY && current.isAlive()) {
            LOG.warn("{} runs but is not ready", name());
            become(ProcessState.UNREADY);
        }
    }

    private void restart(@Nullable Process ended, int inARow) throws InterruptedException, StackProblem {
        if (stopping) {
            return;
        }
        String code = ended == null ? "unknown" : String.valueOf(ended.exitValue());
        if (inARow > restarts.limit()) {
            LOG.error("{} ended with exit code {} once more after {} restarts in a row and is given up. Maybe its log"
                    + " says why: {}; then ./manymodels down and up", name(), code, restarts.limit(), plan.logFile());
            become(ProcessState.FAILED);
            return;
        }
        Duration pause = restarts.pause(inARow);
        LOG.warn("{} ended with exit code {}; restart {} of at most {} in {} ms", name(), code, inARow,
                restarts.limit(), pause.toMillis());
        become(ProcessState.RESTARTING);
        Thread.sleep(pause);
        awaitRoom();
        if (!stopping) {
            launch(ProcessState.RESTARTING);
        }
    }

    /** On a full disk a start would only fail, and count. */
    private void awaitRoom() throws InterruptedException {
        boolean told = false;
        while (!stopping && !room()) {
            if (!told) {
                LOG.error("{} waits for room on the disk of {}", name(), plan.logFile());
                told = true;
            }
            Thread.sleep(restarts.probe());
        }
    }

    private boolean room() {
        try {
            return Files.getFileStore(plan.logFile().toAbsolutePath().getParent()).getUsableSpace() >= LEAST_ROOM;
        } catch (IOException e) {
            LOG.warn("The room on the disk of {} is unknown: {}", plan.logFile(), e.toString());
            return true;
        }
    }

    /**
     * Asks the process to end and waits for it; when that takes too long, it is killed with all that it started.
     *
     * @return whether it ended by itself
     */
    public boolean stop() throws InterruptedException {
        Process current;
        launching.lock();
        try {
            stopping = true;
            current = process;
        } finally {
            launching.unlock();
        }
        boolean endedItself = current == null || endedItself(current);
        try {
            Files.deleteIfExists(plan.pidFile());
        } catch (IOException e) {
            LOG.warn("The file {} could not be removed: {}", plan.pidFile(), e.toString());
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
        if (state != next) {
            if (next == ProcessState.READY && state != ProcessState.STARTING) {
                LOG.info("{} is ready again, pid {}", name(), pid());
            }
            state = next;
        }
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.error("Nobody could be told that {} is {}", name(), state.id(), e);
        }
    }
}
