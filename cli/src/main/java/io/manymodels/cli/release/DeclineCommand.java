package io.manymodels.cli.release;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code decline PROMOTION}. */
@Command(name = "decline", description = "Drop the release of a promotion that waits for approval.")
public final class DeclineCommand implements Callable<Integer> {

    @Mixin
    private final Approval approval = new Approval();

    @Override
    public Integer call() {
        return approval.decide(false);
    }
}
