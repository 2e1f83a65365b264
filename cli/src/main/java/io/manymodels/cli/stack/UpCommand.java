package io.manymodels.cli.stack;

import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code up}. */
@Command(name = "up", description = "Start the whole platform on this machine, until Ctrl-C or detached.")
public final class UpCommand implements Callable<Integer> {

    @Mixin
    private final StackOptions options = new StackOptions();

    @Override
    public Integer call() throws InterruptedException {
        Process stack = new StackLauncher(options).start();
        StackLauncher.printUrls(options.folder());
        return options.detach() ? 0 : stay(stack);
    }

    /** Waits as long as the stack runs. */
    static int stay(Process stack) throws InterruptedException {
        Terminal.say("Ctrl-C ends it.");
        return stack.waitFor() == 0 ? 0 : CommandFailure.NEGATIVE;
    }
}
