package io.manymodels.stack.postgres;

import io.manymodels.deployment.StackProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a database server on a folder, this start's or an earlier one's.
 *
 * @param data the server's data folder, absolute
 */
record ServerProcesses(Path data) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcesses.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PORT_LINE = 3;

    /** The server, if it runs. */
    Optional<ProcessHandle> postmaster() {
        return StackProcesses.databaseServer(data);
    }

    private List<String> lines() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /**
     * Makes way for a server on this port: a server on another one is told to end, and what a server has left that was
     * killed is ended, because its shared memory would forbid the start. A server on this very port may stay.
     */
    void makeWay(int port) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = postmaster();
        if (running.isEmpty()) {
            for (ProcessHandle orphan : backends()) {
                LOG.warn("Ending process {} of a database server that is gone", orphan.pid());
                orphan.destroyForcibly();
                ended(orphan);
            }
        } else if (lines().size() <= PORT_LINE || !lines().get(PORT_LINE).strip().equals(String.valueOf(port))) {
            LOG.warn("Ending the database server {} of an earlier start, on another port", running.get().pid());
            // Told to end by SIGTERM, it would wait for its clients.
            new ProcessBuilder("kill", "-INT", String.valueOf(running.get().pid())).start().waitFor();
            end(running.get());
        }
    }

    /** Processes that work in the folder; nobody else does. Empty where the system does not tell (macOS). */
    private List<ProcessHandle> backends() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .filter(this::worksHere)
                .toList();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            Path folder = Path.of("/proc", String.valueOf(process.pid()), "cwd");
            return Files.exists(data) && Files.readSymbolicLink(folder).equals(data.toRealPath());
        } catch (IOException e) {
            // It has ended meanwhile, or is somebody else's.
            return false;
        }
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        if (!ended(process)) {
            process.destroyForcibly();
            ended(process);
        }
    }

    private static boolean ended(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        }
    }
}
