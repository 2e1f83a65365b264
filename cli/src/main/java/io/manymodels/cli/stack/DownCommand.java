package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.StackProcesses;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}. */
@Command(name = "down", description = "End the platform on this machine; its data stays.")
public final class DownCommand implements Callable<Integer> {

    /** What ends before what: the supervisor ends all others itself, the rest is what a killed one has left behind. */
    private static final List<String> ORDER = List.of(StackProcesses.SUPERVISOR, "realtime", "scoring", "promotion",
            "training", "ingestion", "kafka", "storage", StackProcesses.POSTGRES, StackProcesses.POSTMASTER);

    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        StackFolder folder = data.folder();
        if (folder.processes().isEmpty()) {
            Terminal.say("Nothing runs in " + folder.path() + ".");
            return 0;
        }
        Terminal.say("Ending the platform in " + folder.path() + " ...");
        for (String part : ORDER) {
            // Asked anew each time: the supervisor has ended most of them.
            for (ProcessHandle process : folder.processes().parts(part).toList()) {
                StackEnd.end(part, process);
            }
        }
        Terminal.say("Ended. The data stays in " + folder.path() + ".");
        return 0;
    }
}
