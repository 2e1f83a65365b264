package io.manymodels.cli.stack;

import io.manymodels.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The stack's own program for backups: it knows the data folder, and brings the driver of its database. */
final class BackupProgram {

    private static final String MAIN = "io.manymodels.stack.BackupProcess";

    private BackupProgram() {}

    /**
     * Runs it in the foreground.
     *
     * @param verb backup or restore
     * @return its exit code, which is the verb's
     */
    static int run(String verb, Path data, Path backup) throws InterruptedException {
        String home = System.getProperty("manymodels.home");
        if (home == null) {
            throw CommandFailure
                    .usage("The stack's programs are started by the launcher alone. Maybe call ./manymodels "
                            + verb + ".");
        }
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dlogback.configurationFile=local-stack-logback.xml", "-cp",
                Path.of(home, "local-stack", "app.jar").toString(), MAIN, verb, data.toString(), backup.toString());
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw CommandFailure.negative("Cannot start the " + verb + ": " + e.getMessage());
        }
    }
}
