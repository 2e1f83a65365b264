package io.manymodels.stack.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of an earlier stack on the same data folder, which outlived it because it was killed. */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Leftovers() {}

    /** Tells all of them to end, and kills those that do not. */
    public static void end(List<ProcessHandle> processes) throws InterruptedException {
        end(processes, PATIENCE);
    }

    static void end(List<ProcessHandle> processes, Duration patience) throws InterruptedException {
        for (ProcessHandle process : processes) {
            LOG.warn("Ending process {} of an earlier start", process.pid());
            process.destroy();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (ProcessHandle process : processes) {
            if (!ended(process, deadline)) {
                process.destroyForcibly();
                ended(process, System.nanoTime() + PATIENCE.toNanos());
            }
        }
    }

    private static boolean ended(ProcessHandle process, long deadline) throws InterruptedException {
        try {
            process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        }
    }
}
