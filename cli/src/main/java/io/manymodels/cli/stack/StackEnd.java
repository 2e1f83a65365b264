package io.manymodels.cli.stack;

import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.StackProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes of the stack and waits for them. */
final class StackEnd {

    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private StackEnd() {}

    /**
     * Tells a process to end and waits for it.
     *
     * @param part what it is in the stack
     * @throws CommandFailure when the process does not end at all
     */
    static void end(String part, ProcessHandle process) throws InterruptedException {
        tell(part, process);
        if (ended(process, QUIET)) {
            return;
        }
        Terminal.say("Still ending; the first time after a build it also makes the caches for faster starts ...");
        if (!ended(process, PATIENCE)) {
            throw CommandFailure.negative(
                    "Process " + process.pid() + " did not end. Maybe end it with kill -9 " + process.pid());
        }
    }

    /** A database server that gets SIGTERM waits for its clients; SIGINT sends them away. */
    private static void tell(String part, ProcessHandle process) throws InterruptedException {
        if (!part.equals(StackProcesses.POSTMASTER)) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        } catch (IOException e) {
            process.destroy();
        }
    }

    private static boolean ended(ProcessHandle process, Duration wait) throws InterruptedException {
        try {
            process.onExit().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw CommandFailure.negative("Cannot wait for process " + process.pid() + ": " + e.getMessage());
        }
    }
}
