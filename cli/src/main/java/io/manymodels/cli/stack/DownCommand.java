package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}. */
@Command(name = "down", description = "End the platform on this machine; its data stays.")
public final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
        end(ended);
        // What a killed stack has left behind.
        for (String child : StackFolder.children()) {
            List<ProcessHandle> left = folder.process(child).stream().toList();
            end(left);
            ended.addAll(left);
        }
        Terminal.say(ended.isEmpty()
                ? "Nothing runs in " + folder.path() + "."
                : "Ended. The data stays in " + folder.path() + ".");
        return 0;
    }

    private static void end(List<ProcessHandle> processes) throws InterruptedException {
        for (ProcessHandle process : processes) {
            process.destroy();
            try {
                process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw CommandFailure.negative(
                        "Process " + process.pid() + " did not end. Maybe end it with kill -9 " + process.pid());
            }
        }
    }
}
