package io.manymodels.stack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to start a child process.
 *
 * @param name also the name of its log and pid files
 * @param port on which it answers when ready
 * @param patience how long it may take to end when it is told to
 * @param environment added to what this process has
 */
public record ProcessPlan(String name, int port, List<String> command, Map<String, String> environment, Path logFile,
        Path pidFile, Duration patience) {

    @Override
    public String toString() {
        return "ProcessPlan[" + name + ", " + port + "]";
    }
}
