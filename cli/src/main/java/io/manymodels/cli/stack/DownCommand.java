package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}. */
@Command(name = "down", description = "End the platform on this machine; its data stays.")
public final class DownCommand implements Callable<Integer> {

    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        StackFolder folder = data.folder();
        List<ProcessHandle> ended = new ArrayList<>();
        folder.process().ifPresent(stack -> {
            Terminal.say("Ending the platform in " + folder.path() + " ...");
            ended.add(stack);
        });
        for (ProcessHandle stack : ended) {
            StackEnd.end(stack);
        }
        // What a killed stack has left behind, and the database last.
        List<ProcessHandle> left = new ArrayList<>();
        StackFolder.children().forEach(child -> folder.process(child).ifPresent(left::add));
        folder.postgres().ifPresent(left::add);
        for (ProcessHandle process : left) {
            StackEnd.end(process);
        }
        ended.addAll(left);
        Terminal.say(ended.isEmpty()
                ? "Nothing runs in " + folder.path() + "."
                : "Ended. The data stays in " + folder.path() + ".");
        return 0;
    }
}
