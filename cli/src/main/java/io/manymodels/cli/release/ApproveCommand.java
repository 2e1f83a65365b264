package io.manymodels.cli.release;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code approve PROMOTION}. */
@Command(name = "approve", description = "Publish the release of a promotion that waits for approval.")
public final class ApproveCommand implements Callable<Integer> {

    @Mixin
    private final Approval approval = new Approval();

    @Override
    public Integer call() {
        return approval.decide(true);
    }
}
