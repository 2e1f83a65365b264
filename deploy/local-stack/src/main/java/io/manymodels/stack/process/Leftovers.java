package io.manymodels.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of an earlier stack on the same data folder, which outlived it because it was killed. */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final long PATIENCE_SECONDS = 15;

    private Leftovers() {}

    /**
     * Ends the process whose pid stands first in a file, if it still runs and is what it should be.
     *
     * @param mark a text in its command line: a pid may have been given to a stranger meanwhile
     */
    public static void end(Path pidFile, String mark) throws IOException, InterruptedException {
        Optional<ProcessHandle> found = running(pidFile, mark);
        if (found.isPresent()) {
            LOG.warn("Ending process {} of an earlier start ({})", found.get().pid(), pidFile.getFileName());
            found.get().destroy();
            if (!ended(found.get())) {
                found.get().destroyForcibly();
                ended(found.get());
            }
        }
    }

    /** The process whose pid stands first in a file, if it runs and its command line has the mark. */
    public static Optional<ProcessHandle> running(Path pidFile, String mark) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().commandLine().orElse("").contains(mark));
    }

    private static boolean ended(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        }
    }
}
