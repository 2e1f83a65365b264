package io.manymodels.stack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of an earlier stack on the same data folder, which outlived it because it was killed. They are found by their
 * command lines, so no file has to tell of them.
 */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final long PATIENCE_SECONDS = 15;

    private Leftovers() {}

    /** Processes whose command line has all of these arguments, this process excepted. */
    public static List<ProcessHandle> with(String... arguments) {
        long own = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != own)
                .filter(process -> has(process, arguments))
                .toList();
    }

    /** The whole argument counts: the folder {@code /data/a} is no part of {@code /data/ab}. */
    private static boolean has(ProcessHandle process, String... arguments) {
        String commandLine = process.info().commandLine().map(line -> " " + line + " ").orElse("");
        return List.of(arguments).stream().allMatch(argument -> commandLine.contains(" " + argument + " "));
    }

    /** Tells all of them to end, and kills those that do not. */
    public static void end(List<ProcessHandle> processes) throws InterruptedException {
        for (ProcessHandle process : processes) {
            LOG.warn("Ending process {} of an earlier start", process.pid());
            process.destroy();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (ProcessHandle process : processes) {
            if (!ended(process, deadline)) {
                process.destroyForcibly();
                ended(process, System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
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
